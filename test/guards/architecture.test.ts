import { describe, expect, it } from 'vitest';
import { type Layer, MAY_IMPORT, MODULES } from './import-table.ts';
import { repositoryFiles, rootFile } from './repository.ts';

const COMPOSITION = ['main.ts', 'process', 'platform.ts'];
/** Words of the table that are not themselves the name of a layer. */
const LAYERS: Readonly<Record<string, Layer>> = {
  'connectors/define.ts': 'connector definition',
  'connectors/x': 'connector',
  'connectors/x/emulator': 'emulator',
  'connectors/index.ts': 'connector list',
  'connectors/google': 'google',
  'connectors/google/emulator': 'google emulator',
};

/** The rows of the table under “Who may import whom”. Behind a semicolon or a colon a cell explains itself. */
function rowsOf(document: string): [from: string[], mayImport: string[]][] {
  const section = /## Who may import whom\n([\s\S]*?)\n## /.exec(document)?.[1] ?? '';
  return [...section.matchAll(/^\| (.+?) \| (.+?) \|$/gm)]
    .slice(1)
    .map(([, from = '', mayImport = '']) => [layersIn(from), layersIn(mayImport)]);
}

function layersIn(cell: string): string[] {
  const [terms = ''] = cell.split(/[;:]/, 1);
  return [...terms.matchAll(/`([^`]+)`|\bmodules?\b/g)].map(([, name]) =>
    name === undefined ? 'module' : (LAYERS[name] ?? name),
  );
}

describe('ARCHITECTURE.md', () => {
  const document = rootFile('ARCHITECTURE.md') ?? '';

  it('says who may import whom as the guard has it', () => {
    const told = rowsOf(document).flatMap(([from, mayImport]) => from.map((layer) => [layer, mayImport] as const));
    const layers = told.filter(([layer]) => !COMPOSITION.includes(layer));
    const sorted = (table: Iterable<readonly [string, readonly string[]]>) =>
      Object.fromEntries([...table].map(([layer, mayImport]) => [layer, [...mayImport].sort()]));

    expect(sorted(layers)).toEqual(sorted(Object.entries(MAY_IMPORT)));
    expect(told.map(([layer]) => layer)).toEqual(expect.arrayContaining(COMPOSITION));
  });

  it('names the modules that there are', () => {
    const [, list = ''] = /^Modules are (.+)\.$/m.exec(document) ?? [];

    expect([...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(MODULES);
  });

  it('has every folder of src on its map, and none that is not there', () => {
    const [, map = ''] = /\nsrc\/\n([\s\S]*?)\n\S/.exec(document) ?? [];
    const drawn = [...map.matchAll(/^ {2}([a-z-]+)\/ /gm)].map(([, folder]) => folder);
    const present = repositoryFiles().map(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1]);

    expect(drawn.toSorted()).toEqual([...new Set(present.filter((folder) => folder !== undefined))].sort());
  });
});
