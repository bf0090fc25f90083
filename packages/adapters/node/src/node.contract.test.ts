import { adapterContract } from '@bearerkit/testkit';
import { expect, it } from 'vitest';
import { start } from './__fixtures__/start.ts';

adapterContract({ it, expect }, { start });
