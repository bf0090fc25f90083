import { hash } from 'node:crypto';
import type { Answer } from '../pipeline/errors/answer.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:4rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.4rem}textarea{width:100%;box-sizing:border-box;font:14px/1.4 ui-monospace,monospace;padding:.75rem}
p.note{color:#555}code{font-family:ui-monospace,monospace}
@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}p.note{color:#aaa}textarea{color:#eee;background:#111}}`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every page about a login: nothing is kept, nothing leaks in a referrer, no script runs. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

/** The page that shows an access token to copy. */
export function tokenPage(provider: string, token: string, expiresAt: number | undefined): Answer {
  const until = expiresAt === undefined ? '' : ` It expires at ${new Date(expiresAt * 1000).toISOString()}.`;
  return page(
    200,
    `Signed in with ${provider}`,
    `<p>This is your access token. Send it as <code>Authorization: Bearer …</code>.${escapeHtml(until)}</p>
<p><textarea readonly rows="6" aria-label="Access token" spellcheck="false">${escapeHtml(token)}</textarea></p>
<p class="note">Whoever has it acts as you: treat it like a password, and close this page when you have copied it.</p>`,
  );
}

/** A page that says what went wrong, in our words; what a provider says is escaped. */
export function problemPage(status: number, text: string, ref: string): Answer {
  return page(
    status,
    'The sign-in did not work',
    `<p>${escapeHtml(text)}</p>\n<p class="note">Reference: ${escapeHtml(ref)}</p>`,
  );
}

function page(status: number, title: string, content: string): Answer {
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${style}</style></head>
<body><h1>${escapeHtml(title)}</h1>
${content}
</body></html>
`;
  return { status, headers, body };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
