import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { json, type Routes } from '@bearerkit/testkit';
import type { GithubState } from './state.ts';

/** A workflow that asks for an ID token. */
export interface GithubWorkflow {
  /** What the workflow asks for; anything goes. @default 'https://api.example.com' */
  readonly audience?: string | undefined;
  /** @default '9000001', the id of `example-org` */
  readonly ownerId?: string | undefined;
  /** @default '7001' */
  readonly repositoryId?: string | undefined;
  /** How `sub` is written. @default 'names' */
  readonly subject?: 'names' | 'ids' | 'custom' | undefined;
  /** Slug of an enterprise with an issuer of its own. */
  readonly enterprise?: string | undefined;
  /** Seconds; negative: it has ended. @default 300 */
  readonly lifeSec?: number | undefined;
  /** Claims to add or to replace. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** The issuer of Actions ID tokens. */
export interface ActionsIssuer {
  readonly routes: Routes;
  /** @param issuer of the fake, without an enterprise */
  mint(issuer: string, workflow?: GithubWorkflow): string;
}

const path = '/actions';
const kid = 'actions-key-1';

/** Makes the issuer, with discovery and keys; the enterprises' issuers share them. */
export function createActions({ clock, nextId }: GithubState, url: () => string): ActionsIssuer {
  let made: KeyPairKeyObjectResult | undefined;
  const keys = (): KeyPairKeyObjectResult => {
    made ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return made;
  };
  const discovery = (issuer: string) =>
    json({
      issuer,
      jwks_uri: `${url()}${path}/.well-known/jwks`,
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    routes: {
      [`GET ${path}/.well-known/openid-configuration`]: () => discovery(url() + path),
      [`GET ${path}/:slug/.well-known/openid-configuration`]: ({ params }) =>
        discovery(`${url()}${path}/${params.slug}`),
      [`GET ${path}/.well-known/jwks`]: () =>
        json({ keys: [{ ...keys().publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] }),
    },
    mint: (issuer, workflow = {}) => {
      const now = Math.floor(clock.now() / 1000);
      const claims = claimsOf(issuer, workflow, now);
      const content = `${encode({ typ: 'JWT', alg: 'RS256', kid })}.${encode({ jti: nextId(), ...claims })}`;
      return `${content}.${sign('RSA-SHA256', Buffer.from(content), keys().privateKey).toString('base64url')}`;
    },
  };
}

function claimsOf(issuer: string, workflow: GithubWorkflow, now: number): object {
  const { audience = 'https://api.example.com', ownerId = '9000001', repositoryId = '7001' } = workflow;
  const { subject = 'names', enterprise, lifeSec = 300, claims } = workflow;
  const subjects = {
    names: 'repo:example-org/example:environment:production',
    ids: `repo:example-org@${ownerId}/example@${repositoryId}:environment:production`,
    custom: 'repository_owner:example-org:environment:eu%3Aproduction',
  };
  const file = 'example-org/example/.github/workflows/deploy.yml@refs/heads/main';
  return {
    sub: subjects[subject],
    aud: audience,
    ref: 'refs/heads/main',
    sha: '0123456789abcdef0123456789abcdef01234567',
    repository: 'example-org/example',
    repository_owner: 'example-org',
    repository_owner_id: ownerId,
    repository_id: repositoryId,
    repository_visibility: 'private',
    run_id: '1',
    run_number: '1',
    run_attempt: '1',
    actor: 'member-1',
    actor_id: '1001',
    workflow: 'Deploy',
    workflow_ref: file,
    job_workflow_ref: file,
    event_name: 'push',
    environment: 'production',
    runner_environment: 'github-hosted',
    iss: enterprise === undefined ? issuer : `${issuer}/${enterprise}`,
    nbf: now - 600,
    iat: now - 300,
    exp: now + lifeSec,
    ...claims,
  };
}
