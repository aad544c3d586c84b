import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { request } from 'undici';
import { openTokenProxy } from './conformance-proxy.ts';

/**
 * Runs the official conformance suite against the platform with its fixtures and holds the outcome against
 * `test/conformance/expected-failures.yml`: an unexpected failure fails, and so does an expected one that now passes.
 * `--url URL` takes a running server instead, with the key in MCP_PLATFORM_API_KEY.
 */

const root = fileURLToPath(new URL('../', import.meta.url));
const SUITE = join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const EXPECTED = join(root, 'test/conformance/expected-failures.yml');
const REVISIONS = ['2026-07-28', '2025-11-25'] as const;
const START_MS = 30_000;

type Revision = (typeof REVISIONS)[number];
type Outcomes = ReadonlyMap<string, 'pass' | 'fail'>;

interface Check {
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
}

/** The list's scenarios by revision: a mapping of revisions to lists, with comments. */
export function parseExpectedFailures(text: string): Record<Revision, Set<string>> {
  const expected = Object.fromEntries(REVISIONS.map((revision) => [revision, new Set<string>()]));
  let current: Set<string> | undefined;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s*#.*$/, '');
    const revision = /^'(.+)':$/.exec(line)?.[1];
    const scenario = /^ {2}- (\S+)$/.exec(line)?.[1];
    if (revision !== undefined) current = expected[revision];
    else if (scenario !== undefined) current?.add(scenario);
    if (line !== '' && (current === undefined || (revision ?? scenario) === undefined)) {
      throw new Error(
        `expected-failures.yml, line ${at + 1}: write a known revision ('2026-07-28':) or an item (  - name).`,
      );
    }
  }
  return expected as Record<Revision, Set<string>>;
}

/** What does not agree with the list, one sentence each. */
export function disagreements(revision: Revision, outcomes: Outcomes, expected: ReadonlySet<string>): string[] {
  const failures = [...outcomes].filter(([name, outcome]) => outcome === 'fail' && !expected.has(name));
  const passes = [...expected].filter((name) => outcomes.get(name) === 'pass');
  const gone = [...expected].filter((name) => !outcomes.has(name));
  return [
    ...failures.map(([name]) => `${revision} ${name} fails and is not expected to.`),
    ...passes.map((name) => `${revision} ${name} passes now: take it off expected-failures.yml.`),
    ...gone.map((name) => `${revision} ${name} is no scenario of this run: take it off expected-failures.yml.`),
  ];
}

async function main(args: readonly string[]): Promise<number> {
  const given = args[args.indexOf('--url') + 1];
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const token = process.env.MCP_PLATFORM_API_KEY ?? `mcpk_${randomBytes(32).toString('base64url')}`;
  const url = args.includes('--url') && given ? new URL(given) : stack.use(await startPlatform(folder, token)).url;
  const proxy = stack.use(await openTokenProxy(url, token));
  await makeResource(proxy.url);
  const outcomes = new Map<Revision, Outcomes>();
  for (const revision of REVISIONS) outcomes.set(revision, await runSuite(proxy.url, revision, join(folder, revision)));
  return report(outcomes, parseExpectedFailures(await readFile(EXPECTED, 'utf8')));
}

async function startPlatform(dataDir: string, token: string): Promise<AsyncDisposable & { readonly url: URL }> {
  const child = spawn(process.execPath, [join(root, 'bin/mcp-platform.cjs'), 'start', '--conformance'], {
    env: { PATH: process.env.PATH, DATA_DIR: join(dataDir, 'data'), PORT: '0', ADMIN_API_KEY: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const found = new Promise<URL>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += stripVTControlCharacters(chunk.toString());
      const address = /https?:\/\/[^\s"']+\/mcp\b/.exec(said)?.[0];
      if (address) resolve(new URL(address));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The platform ended with ${code} before it was ready:\n${said}`)));
    setTimeout(() => reject(new Error(`The platform was not ready in time:\n${said}`)), START_MS).unref();
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    return { url: await found, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Calls the fixture whose answer is too large, so that `caching` finds a resource to read. */
async function makeResource(url: string): Promise<void> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'test_large_result' } }),
  });
  const text = await body.text();
  if (statusCode !== 200 || !text.includes('resource_link')) throw new Error(`No large result was made: ${text}`);
}

async function runSuite(url: string, revision: Revision, folder: string): Promise<Outcomes> {
  const args = [SUITE, 'server', '--url', url, '--requirements', revision, '-o', folder];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
  const outcomes = new Map<string, 'pass' | 'fail'>();
  for (const path of await readdir(folder, { recursive: true })) {
    const [, scenario] = /server-(.+)-\d{4}-\d{2}-\d{2}T[^/]*\/checks\.json$/.exec(path) ?? [];
    if (scenario === undefined) continue;
    const checks = JSON.parse(await readFile(join(folder, path), 'utf8')) as Check[];
    const failed = checks.some(({ status }) => status === 'FAILURE' || status === 'WARNING');
    outcomes.set(scenario, failed ? 'fail' : 'pass');
  }
  if (outcomes.size === 0) throw new Error(`The suite gave no outcome for ${revision}.`);
  return outcomes;
}

function report(outcomes: ReadonlyMap<Revision, Outcomes>, expected: Record<Revision, Set<string>>): number {
  const names = [...new Set([...outcomes.values()].flatMap((one) => [...one.keys()]))].sort();
  const cell = (revision: Revision, name: string) => {
    const outcome = outcomes.get(revision)?.get(name) ?? '';
    return outcome === 'fail' && expected[revision].has(name) ? 'expected to fail' : outcome;
  };
  const row = (...cells: string[]) => console.log(cells.map((text, at) => text.padEnd(at === 0 ? 48 : 18)).join(''));
  row('scenario', ...REVISIONS);
  for (const name of names) row(name, ...REVISIONS.map((revision) => cell(revision, name)));
  const wrong = REVISIONS.flatMap((revision) =>
    disagreements(revision, outcomes.get(revision) as Outcomes, expected[revision]),
  );
  const passed = [...outcomes.values()].flatMap((one) => [...one.values()]).filter((outcome) => outcome === 'pass');
  console.log(
    `\n${passed.length} passed; ${wrong.length === 0 ? 'the rest is expected to fail.' : 'not as expected:'}`,
  );
  for (const sentence of wrong) console.log(`  ${sentence}`);
  return wrong.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
