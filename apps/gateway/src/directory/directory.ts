import type { LocalUser } from '@bearerkit/core';
import { z } from 'zod';
import { isUserName } from './user-name.ts';

/** The users that an upstream knows. */
export interface Directory {
  /** The user with that name, whatever its spelling; `undefined` when there is none. */
  find(username: string): LocalUser | undefined;
}

/** Attributes of a caller that may name a local user. */
export const matchableAttributes = ['subject', 'username', 'email', 'name'] as const;

/** An attribute of a caller that may name a local user. */
export type MatchableAttribute = (typeof matchableAttributes)[number];

/** How callers become users, whatever the kind of directory: options shared by all kinds. */
export const matchOptions = {
  /** `link`: only callers linked before. `attribute`: also whom an attribute names, which writes a link. */
  match: z.enum(['link', 'attribute']).default('link'),
  attribute: z.enum(matchableAttributes).optional(),
  /** DANGER: match by an attribute that people can change or that can pass to another person. */
  allowReassignableUsername: z.boolean().default(false),
  /** Upstreams that name the same directory share links. @default the upstream's key */
  directory: z.string().min(1).max(64).optional(),
};

/** A user name as an operator writes it. */
export const userName = z
  .string()
  .refine(isUserName, 'is no user name: it must have 1 to 255 characters, without spaces, control or invisible ones');
