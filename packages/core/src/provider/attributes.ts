import type { ProviderDocument } from './inspection.ts';

/** Where an attribute is read: the token's claims, the answer of the inspection, or an endpoint's answer. */
export type AttributeSource<N extends string> = 'claims' | 'inspection' | N;

/** Properties of an attribute that decide whether it may name a local user. */
export interface AttributeMarks {
  /** Its owner can change it. */
  readonly mutable?: boolean | undefined;
  /** It can pass to another person. */
  readonly reassignable?: boolean | undefined;
  /** Nobody checked that it belongs to the caller. */
  readonly unverified?: boolean | undefined;
}

/** An attribute with its own source or marks. */
export interface AttributePointer<N extends string> extends AttributeMarks {
  /** RFC 6901 JSON Pointer, over own properties. */
  readonly pointer: string;
  /** @default the rule's `from` */
  readonly from?: AttributeSource<N> | undefined;
}

/** An attribute that needs a function, with its own source or marks. */
export interface AttributeReader<N extends string> extends AttributeMarks {
  readonly read: (document: ProviderDocument) => unknown;
  /** @default the rule's `from` */
  readonly from?: AttributeSource<N> | undefined;
}

/** A pointer, either of them with marks, or a function over the document of the rule's `from`. */
export type Attribute<N extends string> =
  | string
  | AttributePointer<N>
  | AttributeReader<N>
  | ((document: ProviderDocument) => unknown);

/** Names that users may override; `subject` and `emailVerified` are the provider's alone. */
export const overridable = ['username', 'email', 'name', 'picture', 'groups', 'roles'] as const;

/** An attribute that a user may override. */
export type OverridableAttribute = (typeof overridable)[number];

/** How a rule maps documents to the caller's attributes. */
export interface Attributes<N extends string> {
  readonly from: AttributeSource<N>;
  /** The stable identifier; never an e-mail or a name. A number becomes its decimal string. */
  readonly subject: Attribute<N>;
  readonly username?: Attribute<N> | undefined;
  readonly email?: Attribute<N> | undefined;
  /** Only boolean `true` counts. @default never verified */
  readonly emailVerified?: Attribute<N> | undefined;
  readonly name?: Attribute<N> | undefined;
  readonly picture?: Attribute<N> | undefined;
  readonly groups?: Attribute<N> | undefined;
  readonly roles?: Attribute<N> | undefined;
}

/** Overrides of attributes, as an operator writes them. */
export type AttributeOverrides = {
  readonly [K in OverridableAttribute]?: string | ((document: ProviderDocument) => unknown) | undefined;
};
