import type { ProviderDocument } from '@bearerkit/core/provider';
import { member } from './judge.ts';

/** A token answer in the words of RFC 6749 §5: errors by name, and no `expires_in` where it is 0, which is never. */
export function tokenAnswer(document: ProviderDocument): ProviderDocument {
  const error = member(document, 'error');
  if (error !== undefined) return { ...document, error: nameOf(error) ?? error };
  const { expires_in: life, ...endless } = document;
  return life === 0 ? endless : document;
}

/** Undefined for what is no verdict: limits, outages and the unknown. */
function nameOf({ code, error_subcode: subcode, message }: ProviderDocument): string | undefined {
  const isBadCode = /^3600[789]$/.test(String(subcode)) || /(verification|authorization) code/i.test(String(message));
  if (code === 190 || (code === 100 && isBadCode)) return 'invalid_grant';
  if (code === 101 || (code === 1 && /client secret/i.test(String(message)))) return 'invalid_client';
  return code === 100 || code === 191 ? 'invalid_request' : undefined;
}
