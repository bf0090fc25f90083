import type { HttpClient } from '../http/client.ts';
import type { ProviderDocument } from '../provider/inspection.ts';
import { freshness } from './freshness.ts';
import { type Fetched, Kept, type Report } from './kept.ts';
import { failure, send, timeLeft, toAnswer } from './outbound.ts';
import { Refusal } from './refusal.ts';

const untoldMs = 3_600_000;

/**
 * Issuer metadata: OIDC discovery, else RFC 8414, renewed before they end; an old document serves on while the issuer
 * can not be asked or says something else. The document's `issuer` must equal the configured one character by
 * character, each time it is read.
 */
export class Discovery {
  readonly #http: HttpClient;
  readonly #report: Report;
  readonly #kept = new Map<string, Kept<ProviderDocument>>();

  constructor(http: HttpClient, report: Report) {
    this.#http = http;
    this.#report = report;
  }

  /** @param issuer a configured one @throws Refusal 503 */
  metadata(issuer: string): Promise<ProviderDocument> {
    const kept = this.#kept.get(issuer) ?? new Kept('discovery', () => this.#fetch(issuer), this.#report);
    this.#kept.set(issuer, kept);
    return kept.get();
  }

  async #fetch(issuer: string): Promise<Fetched<ProviderDocument>> {
    const [appended, inserted] = locations(issuer);
    const begun = performance.now();
    let answer = await this.#get(appended, begun);
    if (answer.status === 404) answer = await this.#get(inserted, begun);
    const { status, document, headers } = answer;
    if (status !== 200 || document === undefined) throw failure(answer, 'discovery');
    if (document.issuer !== issuer) {
      throw new Refusal('provider_malformed', `discovery: the document's issuer is not ${issuer}`);
    }
    return { value: document, lifeMs: freshness(headers, untoldMs) };
  }

  async #get(url: string, begun: number) {
    const request = { url, method: 'GET', trust: 'configured', timeoutMs: timeLeft(begun) } as const;
    return toAnswer(await send(this.#http, request, 'discovery'));
  }
}

/** OIDC Discovery §4 appends to the issuer's path; RFC 8414 §3.1 inserts between host and path. */
function locations(issuer: string): [string, string] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}
