import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesOf, renamed } from '../../scripts/new/connector-names.ts';
import { withConnector } from '../../scripts/new/copy-connector.ts';
import { runProgram } from '../support/platform-process.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NEEDED = [
  'src',
  'test',
  'docs',
  'scripts',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'biome.json',
  '.gitignore',
];
/** Several minutes' work of compilers is done beside other tests. */
const SLOW_MS = 300_000;

describe('a new connector', () => {
  let copy: TemporaryFolder;
  const run = (...argv: string[]) =>
    runProgram(argv, { PATH: process.env.PATH, HOME: process.env.HOME }, '', copy.path);
  const tool = (path: string) => join(copy.path, 'node_modules', path);

  beforeAll(async () => {
    copy = createTemporaryFolder();
    mkdirSync(copy.path, { recursive: true });
    for (const name of NEEDED) cpSync(join(ROOT, name), join(copy.path, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy.path, 'node_modules'));
    await run('scripts/new.ts', 'connector', 'demo-vendor', '--prefix', 'demo_');
  }, SLOW_MS);

  afterAll(() => copy[Symbol.dispose]());

  it('is on the list, in its own words', () => {
    const list = readFileSync(join(copy.path, 'src/connectors/index.ts'), 'utf8');
    const connector = readFileSync(join(copy.path, 'src/connectors/demo-vendor/connector.ts'), 'utf8');

    expect(list).toContain("import { demoVendor } from './demo-vendor/connector.ts';");
    expect(connector).toContain("from '../define.ts'");
    expect(connector).toContain("title: 'Demo Vendor'");
    expect(connector).not.toMatch(/sample/i);
  });

  it(
    'has exactly one failing test, which says how to go on, and is a connector like the others',
    async () => {
      const report = join(copy.path, 'report.json');
      const which = ['src/connectors/demo-vendor', 'test/catalog', 'test/guards/imports'];

      await run(tool('vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile.json=${report}`, ...which);

      const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
      const failed = testResults.flatMap(({ assertionResults }: { assertionResults: { status: string }[] }) =>
        assertionResults.filter(({ status }) => status === 'failed'),
      );
      expect(failed.map(({ title }: { title: string }) => title)).toEqual([
        'Demo Vendor is more than the pattern that it was made from',
      ]);
      expect(failed[0].failureMessages[0]).toContain('1. README.md');
      expect(numPassedTests).toBeGreaterThan(30);
    },
    SLOW_MS,
  );

  it(
    'passes the check of types and of style',
    async () => {
      const types = await run(tool('typescript/bin/tsc'), '--noEmit', '-p', '.');
      const style = await run(tool('@biomejs/biome/bin/biome'), 'check', '--vcs-enabled=false', 'src/connectors');

      expect([types.stdout, types.code]).toEqual(['', 0]);
      expect([style.stderr, style.code]).toEqual(['', 0]);
    },
    SLOW_MS,
  );

  it('is not written from words that mean nothing, which are told how to be said', async () => {
    const unknown = await run('scripts/new.ts', 'connector', 'tea', '--prefx', 'tea_');
    const nameless = await run('scripts/new.ts', 'connector');

    expect([unknown.code, nameless.code]).toEqual([64, 64]);
    expect(unknown.stderr).toMatch(/^Unknown option '--prefx'[\s\S]*npm run new connector <id>/);
    expect(unknown.stderr).not.toContain('    at ');
  });

  it('is not written over one that is there', async () => {
    const { code, stderr } = await run('scripts/new.ts', 'connector', 'shopify');

    expect([code, stderr]).toEqual([1, 'There is a folder src/connectors/shopify already.\n']);
  });
});

describe('the names of a new connector', () => {
  it('follow from its id', () => {
    expect(namesOf('search-console')).toEqual({
      id: 'search-console',
      toolPrefix: 'searchconsole_',
      title: 'Search Console',
      variable: 'searchConsole',
    });
  });

  it.each(['Search', 'search_console', '../shopify', '-a', 'a-', '', '1a'])('are refused for the id “%s”', (id) => {
    expect(() => namesOf(id)).toThrow('kebab-case');
  });

  it.each([{ prefix: 'gsc' }, { prefix: 'GSC_' }, { title: "Tea's" }])('are refused for %j', (given) => {
    expect(() => namesOf('search-console', given)).toThrow('Write the');
  });

  it('stand for those of the pattern wherever they occur', () => {
    const names = namesOf('search-console', { prefix: 'gsc_' });
    const text =
      "import { sample } from '../../../src/kernel/a.ts'; SampleUpstream 'sample-id' 'sample.items.read' SAMPLE_X // Sample";

    expect(renamed(text, names)).toBe(
      "import { searchConsole } from '../../kernel/a.ts'; SearchConsoleUpstream 'search-console' 'gsc.items.read' GSC_X // Search Console",
    );
  });

  it('go to the end of the list, however it is broken', () => {
    const names = namesOf('demo');
    const list = (body: string) => `import { a } from './a/connector.ts';\n\nexport const CONNECTORS = ${body};\n`;

    expect(withConnector(list('[a]'), names)).toContain('CONNECTORS = [a, demo];');
    expect(withConnector(list('[\n  a,\n]'), names)).toContain('CONNECTORS = [\n  a, demo\n];');
  });
});
