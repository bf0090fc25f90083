import { call, opaque, type ProviderDocument } from '@bearerkit/core/provider';
import { errorOf, isObject } from './graph-error.ts';
import { judgeDebugToken } from './judge.ts';

const dataOf = ({ data }: ProviderDocument): ProviderDocument => (isObject(data) ? data : {});
const pictureOf = ({ picture }: ProviderDocument): ProviderDocument =>
  isObject(picture) && isObject(picture.data) ? picture.data : {};

/** An id is a text, in older answers a number. */
const idOf = (id: unknown) => (Number.isSafeInteger(id) ? String(id) : id);

/** The rule for user access tokens: debug_token says for which app and user one was issued, /me who that is. */
export const accessTokens = (prefix: string, treatEmailAsVerified: boolean) =>
  opaque({
    shape: { prefix, alphabet: 'base64url' },
    binding: 'app',
    inspect: call('debugToken', {
      send: { query: 'input_token' },
      authentication: { bearer: ({ id, secret }) => `${id}|${secret?.reveal()}` },
      judge: judgeDebugToken,
      facts: {
        subject: '/data/user_id',
        client: (document) => idOf(dataOf(document).app_id),
        // 0 means never.
        expiresAt: (document) => dataOf(document).expires_at || undefined,
        issuedAt: '/data/issued_at',
        scopes: '/data/scopes',
      },
    }),
    attributes: {
      from: 'userinfo',
      subject: { pointer: '/data/user_id', from: 'inspection' },
      name: { pointer: '/name', mutable: true, reassignable: true },
      email: { pointer: '/email', mutable: true, reassignable: true, unverified: !treatEmailAsVerified },
      emailVerified: treatEmailAsVerified ? ({ email }) => typeof email === 'string' : undefined,
      picture: (document) => {
        const { url, is_silhouette } = pictureOf(document);
        return is_silhouette === true ? undefined : url;
      },
    },
  });

/** Whether a grant is gone: the body is `true`, and a token that is dead already is done with. */
export const isRevoked = ({
  status,
  document,
}: {
  status: number;
  document?: ProviderDocument | undefined;
}): boolean => (status === 200 ? document?.success !== false : errorOf(document)?.code === 190);
