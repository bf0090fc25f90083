import type { HttpClient } from '../http/client.ts';
import type { ProviderDocument } from '../provider/inspection.ts';
import { failure, send, toAnswer } from './outbound.ts';
import { Refusal } from './refusal.ts';
import { SingleFlight } from './single-flight.ts';

const lifeMs = 3_600_000;
const pauseMs = 1_000;

/**
 * Issuer metadata: OIDC discovery, else RFC 8414, single-flight and kept for an hour; an old document serves on while
 * the issuer can not be asked. The document's `issuer` must equal the configured one character by character.
 */
export class Discovery {
  readonly #http: HttpClient;
  readonly #known = new Map<string, { readonly document: ProviderDocument; until: number }>();
  readonly #flight = new SingleFlight<ProviderDocument>();
  /** Monotonic milliseconds of the last failure of an issuer. */
  readonly #failed = new Map<string, number>();

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async metadata(issuer: string): Promise<ProviderDocument> {
    const known = this.#known.get(issuer);
    if (known === undefined) {
      if (performance.now() < (this.#failed.get(issuer) ?? Number.NEGATIVE_INFINITY) + pauseMs) {
        throw new Refusal('provider_unreachable', 'discovery: failed a moment ago', pauseMs / 1000);
      }
      return this.#flight.run(issuer, () => this.#first(issuer));
    }
    if (known.until < performance.now()) {
      known.until = performance.now() + 30_000;
      this.#flight.run(issuer, () => this.#fetch(issuer)).catch(() => {});
    }
    return known.document;
  }

  async #first(issuer: string): Promise<ProviderDocument> {
    try {
      return await this.#fetch(issuer);
    } catch (error) {
      this.#failed.set(issuer, performance.now());
      throw error;
    }
  }

  async #fetch(issuer: string): Promise<ProviderDocument> {
    const [appended, inserted] = locations(issuer);
    let answer = await this.#get(appended);
    if (answer.status === 404) answer = await this.#get(inserted);
    if (answer.status !== 200 || answer.document === undefined) throw failure(answer, 'discovery');
    if (answer.document.issuer !== issuer) {
      throw new Refusal('provider_malformed', `discovery: the document's issuer is not ${issuer}`);
    }
    this.#known.set(issuer, { document: answer.document, until: performance.now() + lifeMs });
    return answer.document;
  }

  async #get(url: string) {
    return toAnswer(await send(this.#http, { url, method: 'GET', trust: 'configured' }, 'discovery'));
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
