export type {
  Attribute,
  AttributeMarks,
  AttributeOverrides,
  AttributePointer,
  AttributeSource,
  Attributes,
  OverridableAttribute,
} from './attributes.ts';
export { defineProvider, type NoClash, type OwnOptions, type ProviderSpec } from './define.ts';
export type { Available, DeclaredEndpoint, Endpoint, EndpointRequest, KnownEndpoint, SameUrl } from './endpoint.ts';
export {
  type CallBody,
  call,
  type Inspection,
  type InspectionFacts,
  introspection,
  type Judge,
  type ProviderAnswer,
  type ProviderDocument,
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
  ProviderSetup,
  Quirk,
  RelayOptions,
} from './provider.ts';
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
  type TokenShape,
} from './rule.ts';
export { codeOnly, type Secret, secret, toSecret } from './secret.ts';
