import type { Auth, ProviderRegistry, Requirements } from '@bearerkit/core';

/** How a handler of the contract's application gets at the caller: `getAuth` and `findAuth` of the adapter. */
export interface Caller {
  get(): Auth;
  find(): Auth | undefined;
}

/** What a handler answers: 200, this JSON, and each cookie as a `Set-Cookie` header of its own. */
export interface ContractAnswer {
  readonly json: unknown;
  readonly cookies?: readonly string[];
}

/** A route, for every method. Guard and demands come before the handler, in this order. */
export interface ContractRoute {
  /** The whole path. */
  readonly path: string;
  /** The part of the path under which the framework mounts the rest, if it can. */
  readonly mount?: string;
  /** Options of `requireAuth`; no guard when absent. */
  readonly guard?: Requirements & { readonly optional?: boolean };
  /** Scopes of `requireScopes`. */
  readonly scopes?: readonly string[];
  /** Scopes of `requireAnyScope`. */
  readonly anyScope?: readonly string[];
  readonly handle: (caller: Caller) => ContractAnswer;
}

/** What an adapter's test builds in its framework; a handler that throws is answered 500. */
export interface ContractApplication {
  readonly registry: ProviderRegistry;
  readonly routes: readonly ContractRoute[];
  /** Where `metadata(registry)` is served. */
  readonly metadataPath: string;
}

/** A started application on 127.0.0.1. */
export interface StartedApplication {
  readonly port: number;
  /** Closes the port and every connection. */
  stop(): Promise<unknown>;
}

/** Starts {@link ContractApplication}; rejects with whatever a guard throws when it is made. */
export type StartApplication = (application: ContractApplication) => Promise<StartedApplication>;
