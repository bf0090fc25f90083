import { ConfigurationError } from '../errors/configuration-error.ts';
import { deepFreeze } from '../internal/freeze.ts';
import { providerBrand } from './brand.ts';
import { checkCalls, checkFields, checkRefusals, checkRules } from './check.ts';
import { commonNames, optionsError, splitOptions } from './common-options.ts';
import type { Available, DeclaredEndpoint, Endpoint } from './endpoint.ts';
import { urls, withOverrides } from './endpoints.ts';
import { overrideAttributes } from './overrides.ts';
import type {
  CommonOptions,
  OptionsSchema,
  Provider,
  ProviderAbout,
  ProviderClient,
  ProviderDefinition,
  ProviderFactory,
  ProviderSetup,
  Quirk,
} from './provider.ts';

/** The input of a provider's own options; that of an empty strict object would forbid core's options too. */
export type OwnOptions<Input extends object> = Input extends Readonly<Record<string, never>> ? object : Input;

/** Refuses an options schema with an option named like one of core's. */
export type NoClash<Input extends object> = keyof OwnOptions<Input> & keyof CommonOptions extends never
  ? unknown
  : { readonly 'option name is reserved': never };

/** What {@link defineProvider} takes. */
export interface ProviderSpec<Id extends string, S extends OptionsSchema<object, object>, N extends string> {
  readonly contract: 1;
  /** kebab-case; also the folder and the package name. */
  readonly id: Id;
  readonly name: string;
  /** A strict zod object (or a union of them). */
  readonly options: S & NoClash<S['_zod']['input']>;
  readonly setup?: ProviderSetup | undefined;
  readonly quirks?: readonly Quirk[] | undefined;
  readonly define: (options: S['_zod']['output']) => ProviderDefinition<N>;
}

/**
 * Defines a provider: a factory from options to a frozen plain object that states the vendor's policy as data.
 *
 * @throws ConfigurationError `invalid_options` `invalid_endpoint` `invalid_provider` `unbound_tokens`, from the factory
 */
export function defineProvider<
  const Id extends string,
  S extends OptionsSchema<object, object>,
  const N extends string,
>(spec: ProviderSpec<Id, S, N>): ProviderFactory<Id, OwnOptions<S['_zod']['input']>, Available<N>> {
  const { contract, id, name, setup, quirks = [] } = spec;
  const factory = (options: OwnOptions<S['_zod']['input']> & CommonOptions<string>): Provider<Id> => {
    const { common, own } = splitOptions(id, options);
    const settings = parse(id, spec.options, own);
    const definition = spec.define(settings);
    checkFields(id, definition);
    const endpoints = withOverrides(id, present(definition.endpoints), common.endpoints);
    const accepts = overrideAttributes(id, definition.accepts as Provider['accepts'], common.attributes);
    const anyApp = common.acceptTokensOfAnyApp ?? false;
    checkRefusals(id, (definition.refuses ?? []) as Provider['refuses'], endpoints);
    checkRules(id, accepts, endpoints, { anyApp, clientId: definition.client?.id });
    checkCalls(id, accepts, definition.revocation, definition.client);
    const unbound = accepts.some((rule) => rule.binding === 'none');
    return deepFreeze({
      contract,
      id,
      name,
      identity: identity(id, endpoints, definition.client),
      endpoints,
      ...(definition.client === undefined ? {} : { client: definition.client }),
      scopes: { request: [], separator: ' ', parameter: 'scope', ...definition.scopes },
      authorizeParameters: definition.authorizeParameters ?? {},
      pkce: definition.pkce ?? 'S256',
      grants: definition.grants ?? ['authorization_code', 'refresh_token'],
      ...(definition.tokenAnswer === undefined ? {} : { tokenAnswer: definition.tokenAnswer }),
      ...(definition.revocation === undefined ? {} : { revocation: definition.revocation }),
      accepts,
      refuses: (definition.refuses ?? []) as Provider['refuses'],
      ...(common.grant === undefined ? {} : { grant: common.grant }),
      acceptTokensOfAnyApp: anyApp,
      ...(common.relay === undefined ? {} : { relay: common.relay }),
      quirks,
      settings: () => settings,
      warnings: unbound ? [{ reason: 'any_app' as const, text: anyAppWarning(name) }] : [],
    });
  };
  const about: ProviderAbout<Id> = {
    contract,
    id,
    name,
    options: spec.options,
    quirks: deepFreeze(quirks),
    ...(setup === undefined ? {} : { setup: deepFreeze(setup) }),
  };
  checkSpec(id, spec.options);
  Object.defineProperty(factory, 'about', { value: Object.freeze(about), enumerable: true });
  Object.defineProperty(factory, providerBrand, { value: true });
  return factory as ProviderFactory<Id, OwnOptions<S['_zod']['input']>, Available<N>>;
}

const anyAppWarning = (name: string) =>
  `DANGER: tokens of ${name} are accepted whichever application obtained them. Any application that a user ever signed in to can act as that user here.`;

function checkSpec(id: string, options: object): void {
  const shape = (options as { readonly shape?: object }).shape ?? {};
  const clash = Object.keys(shape).find((name) => commonNames.has(name));
  if (clash !== undefined)
    throw new ConfigurationError('invalid_provider', `${id}: \`${clash}\` is an option of core; rename it`, [clash]);
}

interface Standard {
  readonly '~standard': {
    readonly validate: (value: unknown) => {
      readonly value?: object;
      readonly issues?: Parameters<typeof optionsError>[1];
    };
  };
}

function parse(id: string, schema: object, value: unknown): object {
  const result = (schema as Standard)['~standard'].validate(value);
  if (result instanceof Promise)
    throw new ConfigurationError('invalid_provider', `${id}: the options schema must be synchronous`);
  if (result.issues !== undefined) throw optionsError(id, result.issues);
  return result.value ?? {};
}

const present = (endpoints: Readonly<Record<string, DeclaredEndpoint | undefined>>) =>
  Object.fromEntries(
    Object.entries(endpoints).filter((entry): entry is [string, DeclaredEndpoint] => entry[1] !== undefined),
  );

function identity(
  id: string,
  endpoints: Readonly<Record<string, Endpoint>>,
  client: ProviderClient | undefined,
): string {
  if (typeof endpoints.issuer === 'string') return endpoints.issuer;
  const first = endpoints.userinfo ?? endpoints.introspect ?? endpoints.token ?? Object.values(endpoints)[0];
  const host = first === undefined ? '' : new URL(urls(first)[0] ?? 'invalid:').host;
  return `${id}:${host}:${client?.id ?? ''}`;
}
