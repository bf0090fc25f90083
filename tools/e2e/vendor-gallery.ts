import { AuthError, type ProviderRegistry, reasons } from '@bearerkit/core';
import type { FakeTokenRequest } from '@bearerkit/testkit';
import type { Vendor } from './eleven.ts';

/** A bad token of a vendor. */
export interface Exhibit {
  readonly what: string;
  readonly token: string;
}

const kinds: readonly (readonly [what: string, request: FakeTokenRequest])[] = [
  ["another application's access token", { client: 'other' }],
  ['an access token that has expired', { state: 'expired' }],
  ['an access token that the vendor has revoked', { state: 'revoked' }],
  ['an ID token', { kind: 'id' }],
  ['a refresh token', { kind: 'refresh' }],
];

/** What the vendor's fake issues that must not be taken, and the kinds that its provider refuses by sight. */
export async function exhibitsOf(vendor: Vendor): Promise<readonly Exhibit[]> {
  const issued: Exhibit[] = [];
  // Nobody is asked about a signed token: it lives until it ends.
  const isAsked = vendor.provider.accepts.some(({ token }) => token === 'opaque');
  for (const [what, request] of kinds) {
    if (request.state === 'revoked' && !isAsked) continue;
    const token = await vendor.token(request);
    if (token !== undefined) issued.push({ what, token });
  }
  const seen = vendor.provider.refuses.flatMap(({ shape }) => {
    if (shape === undefined) return [];
    const { prefix, length = 36 } = shape;
    const count = typeof length === 'number' ? length : Math.max(length[0], Math.min(36, length[1]));
    return [{ what: `a token that begins with \`${prefix}\``, token: `${prefix}${'0'.repeat(count)}` }];
  });
  return [...issued, ...seen];
}

/** The reason for which a registry refuses a token. @throws Error where it lets it in, or can not tell */
export async function reasonOf(registry: ProviderRegistry, key: string, { what, token }: Exhibit): Promise<string> {
  const outcome = await registry
    .verify({ headers: { authorization: `Bearer ${token}` } }, { accept: [key] })
    .catch((error: unknown) => error);
  if (AuthError.isInstance(outcome) && outcome.status !== 503) return outcome.reason;
  throw new Error(`${key}: ${what} is not refused: ${String(outcome)}`);
}

/** The page, one table for each vendor. */
export function toPage(
  vendors: Readonly<Record<string, readonly (readonly [what: string, reason: string])[]>>,
): string {
  const count = Object.values(vendors).flat().length;
  const parts = Object.entries(vendors).map(([name, rows]) => {
    const lines = rows.map(([what, reason]) => {
      const { fix } = reasons[reason as keyof typeof reasons];
      return `| ${what} | [${reason}](${reason}.md) | ${fix} |`;
    });
    return [`## ${name}`, '', '| token | refused as | what to do |', '| --- | --- | --- |', ...lines].join('\n');
  });
  const opening = `${count} tokens that eleven vendors issue and that are not for this API, or no longer, or no access tokens. A test shows each
to a registry, which refuses it with exactly this reason; this page is written from that test.`;
  return `# Bad tokens, vendor by vendor\n\n${opening}\n\n${parts.join('\n\n')}\n`;
}
