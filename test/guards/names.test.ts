import { describe, expect, it } from 'vitest';
import { codeText } from './code-text.ts';
import { isProductCode, repositoryFiles } from './repository.ts';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names of people's habits, not of things: they say nothing about what is inside and collect what has no home. */
const SAYS_NOTHING = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'shared',
  'misc',
  'lib',
  'type',
  'types',
  'impl',
  'interfaces',
  'constants',
];
const ENDS_BADLY = /-(utils?|helpers?|manager|service|impl|types)$|^(manager|service)$/;
/** Names that tools and people look for. */
const GIVEN = /^(README|CHANGELOG|CONTRIBUTING|NOTICE|LICENSE|Dockerfile|Chart)(\.[a-z]+)*$/;
const BARREL = 'src/connectors/index.ts';

function violationsOfPath(path: string): string[] {
  const parts = path.split('/');
  const file = parts.pop() ?? '';
  const base = file.split('.', 1)[0] ?? '';
  const found = parts.flatMap((folder) => violationsOfName(folder, path));
  if (!GIVEN.test(file)) found.push(...violationsOfName(base, path));
  if (base === 'index' && path.startsWith('src/') && path !== BARREL) {
    found.push(`${path}: no barrels. Import from the file that holds the thing; ${BARREL} is the one list.`);
  }
  return found;
}

function violationsOfName(name: string, path: string): string[] {
  if (!KEBAB_CASE.test(name)) return [`${path}: write “${name}” in kebab-case.`];
  if (SAYS_NOTHING.includes(name) || ENDS_BADLY.test(name)) {
    return [`${path}: “${name}” says nothing. Name it after what it holds, like counter-store.ts or list-orders.ts.`];
  }
  return [];
}

function violationsOfText(path: string, text: string): string[] {
  const code = codeText(text);
  const found: string[] = [];
  if (/\bexport\s+\*/.test(code)) found.push(`${path}: no \`export *\`. Import from the file that holds the thing.`);
  if (/\bexport\s+default\b/.test(code)) found.push(`${path}: no default export. A named one is found by its name.`);
  return found;
}

describe('names', () => {
  it('say what the file or folder holds', () => {
    expect(repositoryFiles().flatMap(({ path }) => violationsOfPath(path))).toEqual([]);
  });

  it.each([
    'src/access/keyStore.ts',
    'src/access/key_store.ts',
    'src/Access/key-store.ts',
    'src/utils/sleep.ts',
    'src/access/types.ts',
    'src/access/key-manager.ts',
    'src/access/key-service.test.ts',
    'src/access/index.ts',
    'test/helpers/server.ts',
    'docs/guides/GettingStarted.md',
  ])('catch %s', (path) => {
    expect(violationsOfPath(path).length).toBeGreaterThan(0);
  });

  it.each([
    'src/access/key-store.contract.ts',
    'src/connectors/index.ts',
    'src/connectors/shopify/README.md',
    'docs/decisions/0001-settings-are-one-table.md',
    'bin/mcp-platform.cjs',
    'deploy/Dockerfile',
  ])('let %s pass', (path) => {
    expect(violationsOfPath(path)).toEqual([]);
  });
});

describe('exports', () => {
  it('are named, in the file that holds the thing', () => {
    const files = repositoryFiles().filter(({ path }) => isProductCode(path));

    expect(files.flatMap(({ path, text }) => violationsOfText(path, text))).toEqual([]);
  });

  it('catch a barrel and a default export, and not what only talks about them', () => {
    expect(violationsOfText('a.ts', `export * from './b.ts';`)).toHaveLength(1);
    expect(violationsOfText('a.ts', 'export default class A {}')).toHaveLength(1);
    expect(violationsOfText('a.ts', `// export default\nconst a = 'export * from';`)).toEqual([]);
  });
});
