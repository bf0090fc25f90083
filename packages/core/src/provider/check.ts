import { ConfigurationError } from '../errors/configuration-error.ts';
import { reasons } from '../errors/reasons.ts';
import { isPointer } from '../internal/pointer.ts';
import { type Endpoint, knownEndpoints } from './endpoint.ts';
import { urls } from './endpoints.ts';
import type { CallAuthentication } from './inspection.ts';
import type { ProviderClient, Revocation } from './provider.ts';
import type { Refused } from './refusal-rule.ts';
import type { JwtRule, OpaqueRule, Rule } from './rule.ts';

const fields = new Set([
  ...['endpoints', 'client', 'scopes', 'authorizeParameters', 'pkce', 'grants', 'tokenAnswer', 'revocation'],
  ...['accepts', 'refuses'],
]);

/** Refuses what the compiler can not see in what `define` returned: unknown fields. */
export function checkFields(id: string, definition: object): void {
  const unknown = Object.keys(definition).find((name) => !fields.has(name));
  if (unknown === undefined) return;
  const known = [...fields].join(', ');
  throw new ConfigurationError('invalid_provider', `${id}: \`define\` returned \`${unknown}\`; known are ${known}`, [
    unknown,
  ]);
}

/** Refuses rules that could not work or would let anybody's token in. */
export function checkRules(
  id: string,
  rules: readonly Rule[],
  endpoints: Readonly<Record<string, Endpoint>>,
  more: { readonly anyApp: boolean; readonly clientId: string | undefined },
): void {
  const fail = (code: 'invalid_provider' | 'unbound_tokens', text: string, path: string[]) => {
    throw new ConfigurationError(code, `${id}: ${text}`, path);
  };
  if (rules.length === 0) fail('invalid_provider', 'accepts no kind of token', ['accepts']);
  if (more.clientId === '') fail('invalid_provider', 'the client id is empty', ['client', 'id']);
  for (const rule of rules) {
    if ([...rule.audience, ...rule.clients].includes(''))
      fail('unbound_tokens', 'an audience or client id is empty', ['audience']);
    for (const name of rule.needs as readonly string[]) {
      // Discovery asks one issuer: where there is a list, nobody says whose metadata count.
      if (endpoints[name] !== undefined || (typeof endpoints.issuer === 'string' && knownEndpoints.has(name))) continue;
      fail('invalid_provider', `a rule names the endpoint \`${name}\`, which is not declared`, ['endpoints', name]);
    }
    if (rule.binding === 'none' && !more.anyApp) {
      const text =
        'nothing shows to which application these tokens were issued (`binding: none`), so any application could ' +
        'pass on the tokens of its users; use `binding: login`, or say `acceptTokensOfAnyApp: true` if you accept that';
      fail('unbound_tokens', text, ['acceptTokensOfAnyApp']);
    }
    if (rule.binding === 'audience' && rule.audience.length === 0) {
      fail('unbound_tokens', 'a rule bound by audience needs an `audience`: the identifier of this API', ['audience']);
    }
    if (rule.binding === 'app' && rule.clients.length === 0 && more.clientId === undefined) {
      fail('unbound_tokens', 'a rule needs an `audience` or client ids that are ours', ['audience']);
    }
    if (rule.binding === 'login' && more.clientId === undefined) {
      fail('unbound_tokens', 'a rule bound by login needs a `client`: only it obtains tokens', ['client']);
    }
    if (rule.token === 'opaque') checkInspection(rule, fail);
    if (rule.token === 'jwt') {
      checkAlgorithms(rule.algorithms, fail);
      checkIssuers(rule, endpoints[rule.issuer], fail);
      checkKeys(rule, endpoints, fail);
    }
    checkSources(rule, fail);
  }
}

/** Every refusal must say by what it is seen. */
export function checkRefusals(
  id: string,
  refuses: readonly Refused[],
  endpoints: Readonly<Record<string, Endpoint>>,
): void {
  for (const { shape, issuer, reason } of refuses) {
    if (!Object.hasOwn(reasons, reason)) {
      throw new ConfigurationError('invalid_provider', `${id}: \`${reason}\` is no reason of the closed list`, [
        'refuses',
      ]);
    }
    const isSeen = (shape?.prefix ?? '') !== '' || (issuer !== undefined && endpoints[issuer] !== undefined);
    if (isSeen && (shape === undefined || issuer === undefined)) continue;
    const text = `${id}: what it refuses needs a shape with a prefix, or an issuer endpoint that is declared`;
    throw new ConfigurationError('invalid_provider', text, ['refuses']);
  }
}

type Fail = (code: 'invalid_provider', text: string, path: string[]) => void;

/** RFC 8725 §3.1: signatures that only the issuer can make. */
function checkAlgorithms(algorithms: readonly string[], fail: Fail): void {
  if (algorithms.length === 0) fail('invalid_provider', 'allows no algorithm', ['algorithms']);
  const other = algorithms.find((name) => !/^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/.test(name));
  if (other !== undefined)
    fail('invalid_provider', `\`${other}\` is not an asymmetric signature algorithm`, ['algorithms']);
}

/** One subject at two issuers is two people, unless the vendor says otherwise. */
function checkIssuers({ issuer, sharedSubjects }: JwtRule, issuers: Endpoint | undefined, fail: Fail): void {
  if (!Array.isArray(issuers) || issuers.length < 2 || sharedSubjects) return;
  const text = 'lists several issuers, whose subjects would be mixed up; say `sharedSubjects` if they are shared';
  fail('invalid_provider', `\`${issuer}\` ${text}`, ['endpoints', issuer]);
}

/** Keys of a list belong to the issuer at the same place: lists of two lengths would give an issuer another's keys. */
function checkKeys({ issuer, jwks }: JwtRule, endpoints: Readonly<Record<string, Endpoint>>, fail: Fail): void {
  const [keys, issuers] = [jwks === undefined ? undefined : endpoints[jwks], endpoints[issuer]];
  if (jwks === undefined || !Array.isArray(keys) || keys.length === 1 || issuers === undefined) return;
  const count = urls(issuers).length;
  if (keys.length === count) return;
  const text = `\`${jwks}\` lists ${keys.length} URLs for the ${count} of \`${issuer}\`: one for all, or one for each`;
  fail('invalid_provider', text, ['endpoints', jwks]);
}

/** A header holds one credential: ours would take the place of the token, and any token would look good. */
export function checkCalls(
  id: string,
  rules: readonly Rule[],
  revocation: Revocation | undefined,
  client: ProviderClient | undefined,
): void {
  const inspections = rules.map((rule) => (rule.token === 'opaque' ? rule.inspect : undefined));
  for (const call of [...inspections, revocation]) {
    if (call?.send !== 'bearer' || !isByHeader(call.authentication, client)) continue;
    const text = `${id}: a call sends the token as bearer and our client in the same header; place one of them elsewhere`;
    throw new ConfigurationError('invalid_provider', text, ['accepts']);
  }
}

const isByHeader = (authentication: CallAuthentication, client: ProviderClient | undefined) =>
  client !== undefined &&
  (typeof authentication === 'object' ||
    authentication === 'basic' ||
    (authentication === 'client' && client.authentication === 'client_secret_basic'));

/** The documents that attributes read must be there, and their pointers well-formed. */
function checkSources(rule: Rule, fail: Fail): void {
  const inspected = rule.token === 'opaque' && rule.inspect !== undefined;
  const absent = rule.token === 'opaque' ? (inspected ? ['claims'] : ['claims', 'inspection']) : ['inspection'];
  for (const [name, value] of Object.entries(rule.attributes)) {
    const pointer = typeof value === 'object' && 'pointer' in value ? value.pointer : value;
    const from = name === 'from' ? value : typeof value === 'object' ? value.from : undefined;
    if (absent.includes(from))
      fail('invalid_provider', `attributes of this rule can not be read from \`${from}\``, ['attributes', name]);
    if (name !== 'from' && typeof pointer === 'string' && !isPointer(pointer))
      fail('invalid_provider', `\`${pointer}\` is not a JSON Pointer such as /email`, ['attributes', name]);
  }
}

function checkInspection(rule: OpaqueRule, fail: Fail): void {
  const { inspect, binding } = rule;
  if (inspect === undefined) {
    if (binding !== 'login') fail('invalid_provider', `a rule bound by ${binding} needs \`inspect\``, ['accepts']);
    return;
  }
  if (binding === 'app' && inspect.facts.client === undefined) {
    fail('invalid_provider', `\`${inspect.how}\` does not tell the client, so it can not bind by app`, ['accepts']);
  }
  if (binding === 'audience' && inspect.facts.audience === undefined) {
    fail('invalid_provider', `\`${inspect.how}\` does not tell the audience, so it can not bind by audience`, [
      'accepts',
    ]);
  }
}
