import type { HttpClient } from '../http/client.ts';
import type { ProviderAnswer } from '../provider/inspection.ts';
import type { Provider } from '../provider/provider.ts';
import type { JwtRule } from '../provider/rule.ts';
import { type Ask, toRequest } from './ask.ts';
import { Bulkhead } from './bulkhead.ts';
import { Discovery } from './discovery.ts';
import { type ResolvedEndpoint, resolveEndpoint } from './endpoint-resolver.ts';
import { Jwks } from './jwks.ts';
import type { Report } from './kept.ts';
import { Limits } from './limits.ts';
import { inTime, send, timeLeft, toAnswer } from './outbound.ts';
import { Refusal } from './refusal.ts';

/** What a rule says of where keys are. */
type KeysRule = Pick<JwtRule, 'issuer'> & Partial<Pick<JwtRule, 'jwks'>>;

/** One configured provider of a registry, with what it has learned: metadata and keys. */
export class Instance {
  readonly key: string;
  readonly provider: Provider;
  readonly #http: HttpClient;
  readonly #discovery: Discovery;
  readonly #jwks = new Map<string, Jwks>();
  readonly #skew: number;
  readonly #report: Report;
  /** One for each endpoint: where one hangs, the others are asked on. */
  readonly #ways = new Map<string, { readonly bulkhead: Bulkhead; readonly limits: Limits }>();

  /**
   * @param skew seconds that the provider's clock may differ from ours
   * @param report told when keys or metadata can not be renewed
   */
  constructor(key: string, provider: Provider, http: HttpClient, skew: number, report: Report = () => {}) {
    this.key = key;
    this.provider = provider;
    this.#http = http;
    this.#skew = skew;
    this.#report = report;
    this.#discovery = new Discovery(http, report);
  }

  /** The endpoint under a name. @throws Refusal 503 when discovery fails; `undefined` when the provider has none */
  endpoint(name: string): Promise<ResolvedEndpoint | undefined> {
    return resolveEndpoint(this.provider, name, this.#discovery);
  }

  /** The issuers an endpoint name stands for. */
  issuers(name: string): readonly string[] {
    const value = this.provider.endpoints[name];
    if (value === undefined) return [];
    return typeof value === 'string' ? [value] : 'url' in value ? [value.url] : value;
  }

  /** The issuer, where its metadata says that it names itself in authorization responses (RFC 9207 §3). */
  async announcedIssuer(): Promise<string | undefined> {
    const { issuer, authorize } = this.provider.endpoints;
    if (typeof issuer !== 'string' || authorize !== undefined) return undefined;
    const { authorization_response_iss_parameter_supported: announced } = await this.#discovery.metadata(issuer);
    return announced === true ? issuer : undefined;
  }

  /** The keys of one issuer: where a rule says, else where its metadata do. @param rule that takes its tokens */
  jwks(issuer: string, rule: KeysRule): Jwks {
    const name = `${rule.jwks ?? ''} ${issuer}`;
    const known = this.#jwks.get(name);
    if (known !== undefined) return known;
    const provider = { ...this.provider, endpoints: { ...this.provider.endpoints, issuer } };
    const url = this.#keysUrl(issuer, rule);
    const location = async () => {
      if (url !== undefined) return { url, trust: 'configured' } as const;
      const declared = await resolveEndpoint(provider, 'jwks', this.#discovery);
      if (declared === undefined) throw new Refusal('provider_malformed', 'discovery: jwks_uri is absent');
      return declared;
    };
    const jwks = new Jwks(this.#http, location, this.#skew, this.#report);
    this.#jwks.set(name, jwks);
    return jwks;
  }

  /** Of a list of keys endpoints, the one at the place that the issuer has in the list of issuers. */
  #keysUrl(issuer: string, rule: KeysRule): string | undefined {
    if (rule.jwks === undefined) return undefined;
    const urls = this.issuers(rule.jwks);
    return urls.length < 2 ? urls[0] : urls[this.issuers(rule.issuer).indexOf(issuer)];
  }

  /** Calls an endpoint by name. @throws Refusal 503 when it can not be reached or is not there */
  async ask(name: string, how: Ask): Promise<ProviderAnswer> {
    const { bulkhead, limits } = this.#way(name);
    const call = async (leftMs: number) => {
      const begun = performance.now();
      const endpoint = await inTime(this.endpoint(name), leftMs, name);
      if (endpoint === undefined) {
        throw new Refusal('provider_malformed', `the provider has no ${name} endpoint: set \`endpoints.${name}\``);
      }
      const request = { ...toRequest(endpoint, this.provider.client, how), timeoutMs: timeLeft(begun, leftMs) };
      const answer = toAnswer(await send(this.#http, request, name), how.list);
      limits.note(answer, how.bearer);
      return answer;
    };
    const check = () => limits.check(how.bearer);
    return bulkhead.run(name, call, check, ({ status }) => status >= 500);
  }

  #way(name: string) {
    const way = this.#ways.get(name) ?? { bulkhead: new Bulkhead(), limits: new Limits(name) };
    this.#ways.set(name, way);
    return way;
  }
}
