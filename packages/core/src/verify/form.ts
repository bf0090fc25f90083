import { decodeSegment, longest } from '../internal/compact.ts';
import { parseObject } from '../internal/strict-json.ts';
import type { Check } from '../types.ts';

type Fault = Pick<Check, 'check' | 'seen' | 'wanted' | 'fix'>;

const parts = ['header', 'payload', 'signature'] as const;
const fault = (check: string, seen: string, wanted: string, fix: string): Fault => ({ check, seen, wanted, fix });

/**
 * What keeps a text that looks signed from being a compact JWS (RFC 7515 §7.1); `undefined` where nothing does, or
 * where it looks like no signed token at all. For people who ask: {@link parseCompact} is what decides.
 */
export function formFault(token: string): Fault | undefined {
  const segments = token.split('.');
  if (token.length > longest || !(segments.length > 2 || token.startsWith('eyJ'))) return undefined;
  if (segments.length === 5) {
    const fix = 'The token is encrypted (JWE, RFC 7516). Have the issuer sign access tokens, and not encrypt them.';
    return fault('segments', '5, as of an encrypted token', '3', fix);
  }
  if (segments.length !== 3) {
    const fix = 'A signed token is header, payload and signature with dots between. Copy the whole token.';
    return fault('segments', String(segments.length), '3', fix);
  }
  for (const [index, part] of parts.entries()) {
    const found =
      encodingFault(segments[index] ?? '', part) ?? (index < 2 ? jsonFault(segments[index] ?? '', part) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function encodingFault(segment: string, part: string): Fault | undefined {
  const wanted = 'base64url without padding (RFC 7515 §2)';
  const fix = 'The token was encoded again on its way, or by a careless library. Send it as the issuer wrote it.';
  const odd = segment.includes('=') ? 'padded with =' : /[+/]/.test(segment) ? 'in the alphabet of plain base64' : '';
  if (odd !== '') return fault('base64url', `${part}: ${odd}`, wanted, fix);
  if (segment === '' && part !== 'signature') return fault('base64url', `${part}: empty`, wanted, fix);
  if (decodeSegment(segment) !== undefined) return undefined;
  return fault('base64url', `${part}: its last character carries bits that count for nothing`, wanted, fix);
}

function jsonFault(segment: string, part: string): Fault | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  if (parseObject(bytes) !== undefined) return undefined;
  const say = (seen: string) =>
    fault(
      'JSON object',
      `${part}: ${seen}`,
      'one JSON object in UTF-8, each name once (RFC 7519 §4 and §7.2)',
      'No issuer writes such a token. Obtain a new one from the issuer itself.',
    );
  const text = bytes.toString('utf8');
  if (text.startsWith('\ufeff')) return say('a byte order mark');
  if (!Buffer.from(text).equals(bytes)) return say('not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return say('not JSON');
  }
  if (Array.isArray(value)) return say('an array');
  if (typeof value !== 'object' || value === null) return say(value === null ? 'null' : `a ${typeof value}`);
  return say(hasPrototype(text) ? 'a member called __proto__' : 'a member that is there twice, or nesting beyond 64');
}

function hasPrototype(text: string): boolean {
  let found = false;
  try {
    JSON.parse(text, (name, inner: unknown) => {
      found ||= name === '__proto__';
      return inner;
    });
  } catch {
    // Too deep to be looked at so.
  }
  return found;
}
