export type {
  Attribute,
  AttributeMarks,
  AttributeOverrides,
  AttributePointer,
  AttributeReader,
  AttributeSource,
  Attributes,
  OverridableAttribute,
} from './attributes.ts';
export { defineProvider, type NoClash, type OwnOptions, type ProviderSpec } from './define.ts';
export type {
  Available,
  DeclaredEndpoint,
  DocumentReading,
  DocumentRequest,
  Endpoint,
  EndpointRequest,
  KnownEndpoint,
  SameUrl,
} from './endpoint.ts';
export {
  type CallAuthentication,
  type CallBody,
  type CallClient,
  call,
  type Fact,
  type Inspection,
  type InspectionFacts,
  introspection,
  type Judge,
  type ProviderAnswer,
  type ProviderDocument,
  type TokenPlace,
  tokenInfo,
  userinfoProof,
  type Verdict,
} from './inspection.ts';
export { marksOf } from './overrides.ts';
export type {
  CommonOptions,
  Grant,
  GrantInput,
  OptionsSchema,
  Provider,
  ProviderAbout,
  ProviderClient,
  ProviderDefinition,
  ProviderFactory,
  ProviderScopes,
  ProviderSetup,
  Quirk,
  RelayOptions,
  Revocation,
} from './provider.ts';
export type { Refused } from './refusal-rule.ts';
export {
  type Algorithm,
  type Alphabet,
  type Binding,
  type JwtRule,
  type JwtSpec,
  jwt,
  type OpaqueRule,
  type OpaqueSpec,
  opaque,
  type Rejection,
  type Rule,
  type Test,
  type TokenShape,
} from './rule.ts';
export { codeOnly, type Secret, secret, toSecret } from './secret.ts';
