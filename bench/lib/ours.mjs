import { createProviderRegistry } from '@bearerkit/core';
import { oidc } from '@bearerkit/oidc';
import { client } from './issuer.mjs';
import { audience } from './tokens.mjs';

/** A request as `node:http` gives it, with the credential where it stands in real ones. */
export function nodeRequest(authorization) {
  return {
    method: 'GET',
    url: '/orders?limit=10',
    headers: { host: '127.0.0.1:8080', authorization, accept: '*/*' },
    rawHeaders: ['Host', '127.0.0.1:8080', 'Authorization', authorization, 'Accept', '*/*'],
  };
}

/** A registry that takes the tokens of a loopback issuer. */
export function registryOf(issuer, algorithms, settings = {}) {
  return createProviderRegistry({ acme: oidc({ issuer, audience, algorithms }) }, settings);
}

/** A registry that asks a loopback issuer about its tokens (RFC 7662). */
export function opaqueRegistryOf(issuer) {
  const registration = { clientId: client.id, clientSecret: client.secret };
  return createProviderRegistry({ acme: oidc({ issuer, audience, mode: 'introspection', ...registration }) });
}

/** Makes tokens known to a registry, 64 at a time. */
export async function learn(registry, tokens) {
  for (let at = 0; at < tokens.length; at += 64) {
    const batch = tokens.slice(at, at + 64);
    await Promise.all(batch.map((token) => registry.verify(nodeRequest(`Bearer ${token}`))));
  }
}

/** Loads a part of ours that an older build may lack. */
export const optional = (specifier) =>
  import(specifier).catch((error) => {
    if (/^ERR_(PACKAGE_PATH_NOT_EXPORTED|MODULE_NOT_FOUND)$/.test(error.code)) return undefined;
    throw error;
  });
