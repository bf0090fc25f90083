import type { Quirk } from '@bearerkit/core/provider';

export const quirks: readonly Quirk[] = [];
