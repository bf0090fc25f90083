import type { Manifest, Repository } from './repository.ts';

const use = Array.from({ length: 10 }, (_, index) => `console.log(${index});`).join('\n');

/** The five top files of a package, and its sources. */
function samplePackage(folder: string, manifest: Manifest, sources: Record<string, string>): Record<string, string> {
  const all = {
    'package.json': JSON.stringify(manifest),
    'README.md': `# Sample\n\n\`\`\`sh\nnpm install ${manifest.name}\n\`\`\`\n\n\`\`\`ts\n${use}\n\`\`\`\n`,
    'CHANGELOG.md': '# Changelog\n',
    'tsconfig.json': '{}',
    'tsup.config.ts': `import { preset } from '../tools/tsup/preset.ts';\nexport default preset({});\n`,
    ...Object.fromEntries(Object.entries(sources).map(([path, text]) => [`src/${path}`, text])),
  };
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [`${folder}/${path}`, text]));
}

const door = (name: string): { types: string; default: string } => ({
  types: `./dist/${name}.d.ts`,
  default: `./dist/${name}.js`,
});

const good: Record<string, string> = {
  'README.md': '# Sample\n',
  'package.json': JSON.stringify({ name: 'root', devDependencies: { vitest: '1' } }),
  '.github/workflows/ci.yml': `permissions:\n  contents: read\njobs:\n  a:\n    steps:\n      - uses: a/b@${'0a'.repeat(20)} # v1\n`,
  'tools/tool.ts': `import { a } from './other.ts';\n`,
  ...samplePackage(
    'packages/core',
    {
      name: '@bearerkit/core',
      exports: { '.': door('index'), './provider': door('provider'), './errors': door('errors') },
      dependencies: { axios: '1', jose: '1', zod: '1' },
    },
    {
      'index.ts': `export { registry } from './registry.ts';\nexport type { Provider } from './provider/provider.ts';\n`,
      'registry.ts': `export const registry = async () => [await import('./http/client.ts'), await import('./jose/sign.ts')];\n`,
      'provider/index.ts': `export * from './provider.ts';\n`,
      'provider/provider.ts': `import { z } from 'zod';\nexport type Provider = z.ZodType;\n`,
      'errors/index.ts': `export {} from './error.ts';\n`,
      'errors/error.ts': 'export class AuthError extends Error {}\n',
      'http/client.ts': `import axios from 'axios';\nexport const client = axios;\n`,
      'jose/sign.ts': `import * as jose from 'jose';\nexport const sign = jose;\n`,
      'registry.test.ts': `import { it } from 'vitest';\nimport { SignJWT } from 'jose';\n`,
    },
  ),
  ...samplePackage(
    'packages/testkit',
    { name: '@bearerkit/testkit', exports: { '.': door('index') } },
    {
      'index.ts': `export * from './fake.ts';\n`,
      'fake.ts': 'export const fake = 1;\n',
    },
  ),
  ...samplePackage(
    'packages/providers/azure-ad',
    {
      name: '@bearerkit/azure-ad',
      bearerkit: { provider: true },
      exports: { '.': door('index'), './fake': door('fake') },
      dependencies: { '@bearerkit/core': '^1', zod: '1' },
      peerDependencies: { '@bearerkit/testkit': '^1' },
    },
    {
      'index.ts': `export { azureAd } from './azure-ad.ts';\n`,
      'azure-ad.ts': `import { z } from 'zod';\nimport { defineProvider } from '@bearerkit/core/provider';\nexport const azureAd = defineProvider({ id: 'azure-ad', options: z });\n`,
      'fake/index.ts': `export { fake } from '@bearerkit/testkit';\n`,
      'azure-ad.contract.test.ts': `import { registry } from '@bearerkit/core';\nimport { fake } from '@bearerkit/testkit';\nimport { it } from 'vitest';\n`,
    },
  ),
  ...samplePackage(
    'packages/adapters/node',
    { name: '@bearerkit/node', exports: { '.': door('index') }, dependencies: { '@bearerkit/core': '^1' } },
    {
      'index.ts': `export { requireAuth } from './node.ts';\n`,
      'node.contract.test.ts': `import { it } from 'vitest';\n`,
      'node.ts': `import type { Registry } from '@bearerkit/core';\nimport { AuthError } from '@bearerkit/core/errors';\nimport { request } from 'node:http';\n`,
    },
  ),
  ...samplePackage(
    'packages/adapters/express',
    {
      name: '@bearerkit/express',
      exports: { '.': door('index') },
      dependencies: { '@bearerkit/node': '^1' },
      peerDependencies: { express: '5' },
      devDependencies: { express: '5' },
    },
    {
      'index.ts': `export { requireAuth } from './express.ts';\n`,
      'express.ts': `import { requireAuth } from '@bearerkit/node';\nimport type { Handler } from 'express';\n`,
      'express.contract.test.ts': `import express from 'express';\n`,
    },
  ),
  ...samplePackage(
    'packages/stores/sql',
    {
      name: '@bearerkit/store-sql',
      exports: { '.': door('index') },
      dependencies: { '@bearerkit/core': '^1', kysely: '1' },
    },
    {
      'index.ts': `export { sqlStore } from './sql.ts';\n`,
      'sql.ts': `import { Kysely } from 'kysely';\nimport type { RevocationStore } from '@bearerkit/core';\n`,
    },
  ),
  ...samplePackage(
    'apps/gateway',
    {
      name: '@bearerkit/gateway',
      exports: { '.': door('index') },
      bin: { 'bearerkit-gateway': './dist/bin.js' },
      dependencies: { '@bearerkit/core': '^1', '@bearerkit/store-sql': '^1' },
      devDependencies: { '@bearerkit/azure-ad': '^1', '@bearerkit/testkit': '^1' },
    },
    {
      'index.ts': `export { gateway } from './gateway.ts';\n`,
      'gateway.ts': `import { registry } from '@bearerkit/core';\nimport { sqlStore } from '@bearerkit/store-sql';\n`,
      'demo/main.ts': `import { fake } from '@bearerkit/testkit';\nimport { azureAd } from '@bearerkit/azure-ad';\nimport '@bearerkit/azure-ad/fake';\n`,
    },
  ),
};

/** A small repository in which every house rule holds, with `changes` planted in it; `undefined` takes a file away. */
export function sample(changes: Record<string, string | undefined> = {}): Repository {
  const all = Object.entries({ ...good, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const doors = ['index', 'provider', 'errors', 'fake', 'bin'].flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
  const folders = [
    ...new Set(all.map(([path]) => /^(packages|apps)\/.*(?=\/package\.json$)/.exec(path)?.[0] ?? [])),
  ].flat();
  return {
    files: new Map(all),
    built: new Set(folders.flatMap((folder) => doors.map((file) => `${folder}/dist/${file}`))),
  };
}

/** The sample's package.json in a folder, with some fields changed. */
export function sampleManifest(folder: string, changes: Partial<Manifest>): Record<string, string> {
  const path = `${folder}/package.json`;
  return { [path]: JSON.stringify({ ...JSON.parse(good[path] ?? '{}'), ...changes }) };
}
