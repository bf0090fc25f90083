import { z } from 'zod';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isPointer } from '../internal/pointer.ts';
import { overridable } from './attributes.ts';
import type { CommonOptions } from './provider.ts';

const functionValue = z.custom<(value: never) => never>((value) => typeof value === 'function', 'expected a function');
const endpoint = z.union([
  z.string().min(1),
  z.array(z.string().min(1)).min(1),
  z.strictObject({
    url: z.string().min(1),
    method: z.enum(['GET', 'POST']).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.record(z.string(), z.unknown()).optional(),
  }),
]);
const override = z
  .union([z.string().refine(isPointer, 'expected a JSON Pointer such as /email'), functionValue])
  .optional();

const shape = {
  endpoints: z.record(z.string(), endpoint).optional(),
  attributes: z.strictObject(Object.fromEntries(overridable.map((name) => [name, override]))).optional(),
  grant: z.union([z.array(z.string()), functionValue]).optional(),
  acceptTokensOfAnyApp: z.boolean().optional(),
  relay: z
    .strictObject({ redirectUris: z.array(z.string()).optional(), clientCredentials: z.boolean().optional() })
    .optional(),
};
const schema = z.strictObject(shape);

/** Names of the options that core reads for every provider. */
export const commonNames: ReadonlySet<string> = new Set(Object.keys(shape));

/** Splits the options of a factory into core's and the provider's own, and checks core's. */
export function splitOptions(id: string, options: object): { common: CommonOptions; own: Record<string, unknown> } {
  if (typeof options !== 'object' || options === null)
    throw optionsError(id, [{ message: 'expected an object with the options' }]);
  const entries = Object.entries(options);
  const parsed = schema.safeParse(Object.fromEntries(entries.filter(([name]) => commonNames.has(name))));
  if (!parsed.success) throw optionsError(id, parsed.error.issues);
  const own = Object.fromEntries(entries.filter(([name]) => !commonNames.has(name)));
  return { common: parsed.data as CommonOptions, own };
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
}

/**
 * One line that names the option and what is wrong with it, never its value; a misspelt one comes before a missing one.
 */
export function optionsError(id: string, issues: readonly Issue[]): ConfigurationError {
  const misspelt = issues.find(({ code }) => code === 'unrecognized_keys');
  const first = misspelt ?? issues[0] ?? { message: 'invalid' };
  const path = (first.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  const unknown = first.code === 'unrecognized_keys' ? first.keys?.[0] : undefined;
  const full = unknown === undefined ? path : [...path, unknown];
  const what = unknown === undefined ? inWords(first) : 'this option does not exist; check its spelling';
  return new ConfigurationError('invalid_options', `${id}: option \`${full.join('.') || '(all)'}\`: ${what}`, full);
}

/** The commonest complaints of a schema library, in words of ours. */
function inWords({ message }: Issue): string {
  if (/ received undefined$/.test(message)) return 'is missing';
  return /^Too small: expected string to have >=1 characters$/.test(message) ? 'is empty' : message;
}
