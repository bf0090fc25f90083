/** RFC 9110 §5.6.4 quoted-string, without anything that could end the header line. */
const quoted = (value: string) => value.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&');

/** A `WWW-Authenticate` value (RFC 9110 §11.6.1) of the parameters that are there. */
export function challengeHeader(
  scheme: string,
  parameters: readonly (readonly [name: string, value: string | undefined])[],
): string {
  const present = parameters.filter((pair): pair is [string, string] => pair[1] !== undefined);
  const written = present.map(([name, value]) => `${name}="${quoted(value)}"`);
  return written.length === 0 ? scheme : `${scheme} ${written.join(', ')}`;
}
