import { inspect } from 'node:util';

/** Everything that can be seen of a value: text, JSON, own properties also hidden ones, and its causes. */
export function everything(value: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  if (value instanceof Headers) return JSON.stringify([...value]);
  const inner = Object.getOwnPropertyNames(value).map((name) =>
    everything((value as Record<string, unknown>)[name], seen),
  );
  const json = value instanceof Map || value instanceof Set ? everything([...value], seen) : toJson(value);
  return [String(value), inspect(value, { depth: 9, showHidden: true }), json, ...inner].join('\n');
}

function toJson(value: object): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** Which secrets are in a text: whole, in another encoding, or by a telling part of them. */
export function spilled(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const bytes = Buffer.from(secret, 'latin1');
    const forms = {
      whole: secret,
      start: secret.slice(0, 16),
      end: secret.slice(-16),
      base64: bytes.toString('base64').replace(/.{0,2}=*$/, ''),
      base64url: bytes.toString('base64url').slice(0, -2),
      hex: bytes.toString('hex'),
      escaped: encodeURIComponent(secret),
    };
    return Object.entries(forms).flatMap(([form, word]) => (text.includes(word) ? [`${name}, ${form}`] : []));
  });
}
