import type { UpstreamFake } from '../product.ts';
import type { Issuer } from './issuer.ts';

/** Reads the JSON of an answer; its shape is what the test then checks. */
export async function read<T>(response: Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}

/** Makes the request of a gateway that acts as a user; each call carries an assertion of its own. */
export function actAs(issuer: Issuer, fake: UpstreamFake) {
  return async (user: string, path: string, { headers, ...init }: RequestInit = {}): Promise<Response> => {
    const assertion = { 'x-bearerkit-assertion': await issuer.sign(user) };
    return fetch(fake.url + path, { ...init, headers: { ...assertion, ...(headers as Record<string, string>) } });
  };
}
