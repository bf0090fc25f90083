import type { ProviderDocument } from '@bearerkit/core/provider';
import { errorOf, type GraphError } from './graph-error.ts';

/** An authorization code that was used, has expired, or was asked for with another redirect URI. */
const badCode: ReadonlySet<unknown> = new Set([36007, 36008, 36009]);

/** A token answer in the words of RFC 6749 §5: errors by name, and no `expires_in` where it is 0, which is never. */
export function tokenAnswer(document: ProviderDocument): ProviderDocument {
  const error = errorOf(document);
  if (error !== undefined) return { ...document, error: nameOf(error) ?? document.error };
  const { expires_in, ...rest } = document;
  return expires_in === 0 ? rest : document;
}

/** Undefined for what is no verdict: limits, outages and the unknown. */
function nameOf({ code, subcode, message }: GraphError): string | undefined {
  const isBadCode = badCode.has(subcode) || (code === 100 && /(verification|authorization) code/i.test(message));
  if (isBadCode || code === 190) return 'invalid_grant';
  if (code === 101 || (code === 1 && /client secret/i.test(message))) return 'invalid_client';
  return code === 100 || code === 191 ? 'invalid_request' : undefined;
}
