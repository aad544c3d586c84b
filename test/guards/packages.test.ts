import { describe, expect, it } from 'vitest';
import { placeOf } from './import-table.ts';
import { importsOf } from './imports-of.ts';
import { isProductCode, type RepositoryFile, repositoryFiles } from './repository.ts';

const SOCKETS = ['outbound', 'transports', 'emulation', 'cli'];

/** Packages that one layer owns, so that there is one place to look for what they do. `composition` may name each. */
// biome-ignore format: a table is read in columns
const OWNERS: readonly (readonly [packages: RegExp, layers: readonly string[], instead: string])[] = [
  [/^undici$/,                            ['outbound', 'cli'], 'Vendors are reached through the connection’s channel alone; the command line reaches its own server.'],
  [/^node:(http|https|http2|tls|dgram)$/, SOCKETS,             'Vendors are reached through src/outbound, callers through src/transports.'],
  [/^(better-sqlite3|kysely|pg)(\/|$)/,   ['storage'],         'Ask for a port of your module and let src/storage implement it.'],
  [/^(fastify|@fastify\/.*|fastify-.*)$/, ['transports'],      'Only src/transports knows HTTP; give it a function to call.'],
  [/^(commander|cli-table3)$/,            ['cli'],             'Only src/cli talks to a terminal; give it data.'],
];

/** What a connector may use beside the kernel: it parses, it maps, it verifies signatures. Everything else is done for it. */
const CONNECTOR_PACKAGES = ['zod', 'graphql', 'lossless-json', 'node:crypto'];

function violations(files: readonly RepositoryFile[]): string[] {
  return files
    .filter(({ path }) => isProductCode(path))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter(({ specifier }) => !specifier.startsWith('.'))
        .flatMap(({ specifier }) => violationsOf(path, specifier)),
    );
}

function violationsOf(path: string, specifier: string): string[] {
  const layer = placeOf(path)?.layer ?? 'none';
  if (layer === 'composition') return [];
  if (layer === 'connector' && !CONNECTOR_PACKAGES.includes(specifier)) {
    return [
      `${path} imports ${specifier}: a connector declares, and gets what it needs from the channel. It may import ${CONNECTOR_PACKAGES.join(', ')}.`,
    ];
  }
  return OWNERS.filter(([packages, layers]) => packages.test(specifier) && !layers.includes(layer)).map(
    ([, layers, instead]) => `${path} imports ${specifier}, which belongs to ${layers.join(', ')}. ${instead}`,
  );
}

describe('packages', () => {
  it('are imported only where they belong', () => {
    expect(violations(repositoryFiles())).toEqual([]);
  });

  it.each([
    ['src/connectors/shopify/upstream.ts', 'undici'],
    ['src/connectors/shopify/upstream.ts', 'node:fs'],
    ['src/gateway/steps/audit.ts', 'better-sqlite3'],
    ['src/access/keys.ts', 'kysely'],
    ['src/admin/list.ts', 'fastify'],
    ['src/jobs/a.ts', 'node:https'],
    ['src/gateway/a.ts', 'commander'],
  ])('%s may not import %s', (path, name) => {
    expect(violations([{ path, text: `import a from '${name}';` }])).toHaveLength(1);
  });

  it.each([
    ['src/outbound/client.ts', 'undici'],
    ['src/storage/sql/database.ts', 'kysely'],
    ['src/transports/http/server.ts', '@fastify/swagger'],
    ['src/connectors/shopify/tools/list-orders.ts', 'zod'],
    ['src/connectors/shopify/emulator/a.ts', 'graphql'],
    ['src/main.ts', 'node:http'],
    ['src/config/address-rules.ts', 'node:net'],
  ])('%s may import %s', (path, name) => {
    expect(violations([{ path, text: `import a from '${name}';` }])).toEqual([]);
  });
});
