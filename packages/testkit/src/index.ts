export type {
  Caller,
  ContractAnswer,
  ContractApplication,
  ContractRoute,
  StartApplication,
  StartedApplication,
} from './adapter-contract/application.ts';
export type { ContractExpect } from './adapter-contract/case.ts';
export { startTestRegistry, type TestRegistry } from './adapter-contract/provider.ts';
export { type AdapterUnderTest, adapterContract, type ContractRunner } from './adapter-contract.ts';
export { type Answer, type AnswerOptions, html, json, redirect } from './fake/answer.ts';
export type { Call } from './fake/call.ts';
export { type Clock, createClock } from './fake/clock.ts';
export { type BasicCredentials, basicCredentials, bearerToken } from './fake/credentials.ts';
export { type FaultPlace, faults } from './fake/faults.ts';
export { createIds } from './fake/ids.ts';
export { htmlPage, Markup, type MarkupValue, markup } from './fake/markup.ts';
export { freePort } from './fake/port.ts';
export type { Fault, Handler, Routes } from './fake/routes.ts';
export { createFakeServer, type FakeServer, type FakeServerOptions } from './fake/server.ts';
export { type PageWalk, walkPage } from './fake/walk-page.ts';
export { bearer, outcome } from './outcome.ts';
export type { FakeAccount, FakeTokenRequest, ProviderFake } from './provider-contract/fake.ts';
export { handWrittenCheck } from './provider-contract/userinfo-check.ts';
export type { ProviderUnderTest } from './provider-contract/world.ts';
export { providerContract } from './provider-contract.ts';
