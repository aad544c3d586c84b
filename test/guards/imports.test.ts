import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOOGLE_CONNECTORS, MAY_IMPORT, type Place, placeOf } from './import-table.ts';
import { type ImportStatement, importsOf } from './imports-of.ts';
import { isProductCode, isTest, type RepositoryFile, repositoryFiles } from './repository.ts';

const INSTEAD =
  'Move the words that both need to src/kernel, or take what you need as an argument that src/platform.ts fills in.';

function violations(files: readonly RepositoryFile[]): string[] {
  return files
    .filter(({ path }) => isProductCode(path))
    .flatMap(({ path, text }) => {
      const place = placeOf(path);
      if (place === undefined) {
        return [
          `${path} has no row in the import table. Put it in a folder of ARCHITECTURE.md, or add the row there and in import-table.ts.`,
        ];
      }
      return importsOf(text)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map((statement) => violation(path, place, statement))
        .filter((found) => found !== undefined);
    });
}

function violation(path: string, place: Place, { specifier, kind }: ImportStatement): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (target === 'package.json' && place.layer === 'composition') return undefined;
  if (isTest(target))
    return `${path} imports the test file ${target}. Product code does not know tests: move what it needs out of there.`;
  const there = placeOf(target);
  if (there === undefined) return `${path} imports ${target}, which has no row in the import table. ${INSTEAD}`;
  if (there.part === place.part) return undefined;
  if (place.layer === 'composition') return violationOfComposition(path, target, there, kind);
  const allowed: readonly string[] = MAY_IMPORT[place.layer];
  const ownConnector =
    place.layer !== 'emulator' || there.layer !== 'connector' || place.part.startsWith(`${there.part}/`);
  const knowsGoogle =
    !there.layer.startsWith('google') || GOOGLE_CONNECTORS.includes(place.part.split('/')[2] ?? '') || isGoogle(place);
  if (allowed.includes(there.layer) && ownConnector && knowsGoogle) return undefined;
  return `${path} imports ${target}: ${place.layer} may import ${allowed.join(', ') || 'nothing of ours'}. ${INSTEAD}`;
}

const isGoogle = ({ layer }: Place) => layer.startsWith('google');

function violationOfComposition(
  path: string,
  target: string,
  there: Place,
  kind: ImportStatement['kind'],
): string | undefined {
  if (there.layer !== 'emulator' && there.layer !== 'emulation') return undefined;
  // Of an import of types nothing is left to load.
  if (kind === 'type' || (path === 'src/platform.ts' && kind === 'dynamic')) return undefined;
  return `${path} imports the emulator ${target}: a start with live connections loads none. Import it in src/platform.ts, by import(), when a connection is in mock mode.`;
}

const planted = (path: string, text: string) => violations([{ path, text }]);

describe('the import table', () => {
  it('holds in the whole product', () => {
    expect(violations(repositoryFiles())).toEqual([]);
  });

  it.each([
    ['src/kernel/a.ts', '../config/load.ts'],
    ['src/access/a.ts', '../audit/audit-store.ts'],
    ['src/access/a.ts', '../storage/sql/key-store.ts'],
    ['src/config/a.ts', '../outbound/client.ts'],
    ['src/connectors/shopify/connector.ts', '../analytics/connector.ts'],
    ['src/connectors/shopify/connector.ts', '../index.ts'],
    ['src/connectors/shopify/connector.ts', './emulator/emulator.ts'],
    ['src/connectors/shopify/tools/list-orders.ts', '../../../outbound/client.ts'],
    ['src/connectors/shopify/emulator/a.ts', '../../analytics/connector.ts'],
    ['src/connectors/shopify/connector.ts', '../google/sign-in.ts'],
    ['src/connectors/shopify/emulator/a.ts', '../../google/emulator/google-accounts.ts'],
    ['src/connectors/analytics/connector.ts', '../google/emulator/google-accounts.ts'],
    ['src/connectors/google/sign-in.ts', '../analytics/connector.ts'],
    ['src/connectors/google/emulator/a.ts', '../../search-console/emulator/a.ts'],
    ['src/connectors/index.ts', './google/settings.ts'],
    ['src/emulation/world/a.ts', '../../connectors/shopify/emulator/a.ts'],
    ['src/gateway/steps/a.ts', '../../connectors/index.ts'],
    ['src/gateway/a.ts', '../storage/memory/rate-store.ts'],
    ['src/jobs/a.ts', '../gateway/pipeline.ts'],
    ['src/transports/rest/a.ts', '../../storage/sql/a.ts'],
    ['src/transports/rest/a.ts', '../../config/load.ts'],
    ['src/cli/a.ts', '../platform.ts'],
    ['src/admin/a.ts', '../gateway/gateway.ts'],
    ['src/platform.ts', './connectors/shopify/emulator/a.ts'],
    ['src/main.ts', './emulation/https-shell.ts'],
    ['src/novelty/a.ts', '../kernel/clock.ts'],
    ['src/stray.ts', './kernel/clock.ts'],
    ['src/access/a.ts', './key-store.contract.ts'],
    ['src/access/a.ts', '../../test/support/shared-data.ts'],
  ])('does not let %s import %s', (path, specifier) => {
    expect(planted(path, `import { a } from '${specifier}';`)).toHaveLength(1);
  });

  it.each([
    ['src/kernel/a.ts', './clock.ts'],
    ['src/connectors/shopify/tools/a.ts', '../documents/b.ts'],
    ['src/connectors/shopify/connector.ts', '../define.ts'],
    ['src/connectors/index.ts', './shopify/connector.ts'],
    ['src/connectors/shopify/emulator/a.ts', '../../../emulation/emulator.ts'],
    ['src/connectors/shopify/emulator/a.ts', '../connector.ts'],
    ['src/connectors/analytics/connector.ts', '../google/sign-in.ts'],
    ['src/connectors/search-console/emulator/a.ts', '../../google/emulator/google-accounts.ts'],
    ['src/connectors/search-console/emulator/a.ts', '../../google/google-error.ts'],
    ['src/connectors/google/emulator/a.ts', '../sign-in.ts'],
    ['src/storage/sql/a.ts', '../../access/key-store.ts'],
    ['src/transports/mcp/a.ts', '../../gateway/gateway.ts'],
    ['src/jobs/a.ts', '../admin/action.ts'],
    ['src/main.ts', './platform.ts'],
    ['src/main.ts', '../package.json'],
    ['src/platform.ts', './outbound/client.ts'],
    ['src/access/a.test.ts', '../storage/memory/key-store.ts'],
  ])('lets %s import %s', (path, specifier) => {
    expect(planted(path, `import { a } from '${specifier}';`)).toEqual([]);
  });

  it('lets platform.ts load an emulator when it is needed, and nobody else', () => {
    const text = "const { openEmulator } = await import('./connectors/shopify/emulator/emulator.ts');";

    expect(planted('src/platform.ts', text)).toEqual([]);
    expect(planted('src/main.ts', text)).toHaveLength(1);
    expect(planted('src/process/open-connections.ts', text.replace("'./", "'../"))).toHaveLength(1);
    expect(planted('src/process/a.ts', `import type { E } from '../emulation/emulator.ts';`)).toEqual([]);
    expect(planted('src/process/a.ts', `import { e } from '../emulation/emulator.ts';`)).toHaveLength(1);
  });

  it('counts imports of types and re-exports like any other', () => {
    expect(planted('src/kernel/a.ts', `import type { A } from '../access/a.ts';`)).toHaveLength(1);
    expect(planted('src/kernel/a.ts', `export { a } from '../access/a.ts';`)).toHaveLength(1);
  });
});
