import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { GovernedServer } from './governed.ts';
import { runLoad } from './load.ts';
import { measureInTurn, median } from './measure.ts';
import { assertOk, callRequest, mcpRequest } from './requests.ts';
import { readyLine, ServerProcess } from './server-process.ts';

// `npm run bench [-- --json FILE] [-- --rounds N]`: what governance costs, as ratios to baselines measured in the same run.

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: string;
  readonly ratio?: number;
  /** What the ratio, or the value where there is no ratio, is to reach. */
  readonly goal?: string;
  readonly reached?: boolean;
}

const KEYS = 60;
const ARGUMENTS = 1_000;
const TOOL = 'shopify_get_product';
const KNOWN_PRODUCT = 8_100_000_000_001;

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(options.rounds);
const tell = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-bench-'));
const file = (name: string) => join(folder, name);
const figures: Figure[] = [];

try {
  figures.push(...(await startAndMemory()));
  figures.push(...(await calls()));
  figures.push(...(await toolsList()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
tell('');
process.stdout.write(`${render(figures)}\n`);
if (options.json)
  writeFileSync(
    options.json,
    `${JSON.stringify(
      figures.map(({ goal: _, reached: __, ...figure }) => figure),
      null,
      2,
    )}\n`,
  );
if (figures.some(({ reached }) => reached === false)) process.exitCode = 1;

/** Start-up and memory of the platform as a new user starts it, in mock mode. */
async function startAndMemory(): Promise<Figure[]> {
  const ready: number[] = [];
  const resident: number[] = [];
  for (let start = 0; start <= 5; start += 1) {
    tell(`start ${start} of 5`);
    await using governed = await GovernedServer.start();
    // The first start fills the compile cache, as the first start on a machine does, and is not counted.
    if (start === 0) continue;
    ready.push(governed.process.readyMs);
    resident.push(governed.process.residentMb());
  }
  const readyMs = median(ready);
  const residentMb = median(resident);
  return [
    { name: 'ready after', value: readyMs, unit: 'ms', goal: 'at most 1000', reached: readyMs <= 1_000 },
    { name: 'resident after start', value: residentMb, unit: 'MB', goal: 'at most 150', reached: residentMb <= 150 },
  ];
}

/** Governed reads through `/mcp`, from the cache and over one hop, against bare servers that send the same bytes. */
async function calls(): Promise<Figure[]> {
  const double = await ServerProcess.start(
    'vendor double',
    ['bench/servers/vendor-double.ts', file('ca.pem'), file('sample.json')],
    readyLine,
  );
  await using _double = double;
  const credentials = JSON.parse(/^credentials (.*)$/m.exec(double.printed)?.[1] ?? '{}') as Record<string, string>;
  const origin = `https://127.0.0.1:${double.port}`;
  await using governed = await GovernedServer.start({
    ...credentials,
    EMULATOR_ORIGINS: `shopify=${origin}`,
    EMULATOR_CA_FILE: file('ca.pem'),
    CACHE_ENTRIES: String(ARGUMENTS * 2),
    CACHE_TTL_MS: '3600000',
  });
  const { port } = governed.process;
  const keys = await governed.makeKeys(KEYS);
  const keyOf = (n: number) => keys[n % KEYS] as string;

  // The first answer comes from the emulator itself; its bytes are what the bare servers answer with.
  let sample = '';
  const first = { request: () => callRequest(keyOf(0), TOOL, { id: String(KNOWN_PRODUCT), variantLimit: 1 }) };
  await runLoad({
    port,
    connections: 1,
    calls: 1,
    ...first,
    check: (status, body) => {
      assertOk(status, body);
      sample = body;
    },
  });
  writeFileSync(file('answer.json'), sample);

  const cached = Array.from({ length: ARGUMENTS }, (_, n) =>
    callRequest(keyOf(n), TOOL, { id: String(n + 1), variantLimit: 1 }),
  );
  await runLoad({
    port,
    connections: 8,
    calls: ARGUMENTS,
    request: (n) => cached[n] as Buffer,
    check: assertOk,
    checkAll: true,
  });
  let unseen = ARGUMENTS;
  const live = () => callRequest(keyOf(unseen), TOOL, { id: String(++unseen), variantLimit: 1 });

  writeFileSync(file('hop-body.json'), hopBody());
  await using bare = await ServerProcess.start('bare', ['bench/servers/bare.ts', file('answer.json')], readyLine);
  await using sdk = await ServerProcess.start('sdk', ['bench/servers/sdk.ts'], readyLine);
  const hopPath = '/admin/api/2026-10/graphql.json';
  const hopArguments = ['bench/servers/bare-hop.ts', origin, file('ca.pem'), hopPath, file('hop-body.json')];
  await using hop = await ServerProcess.start('bare with one hop', hopArguments, readyLine);

  const auditedBefore = governed.auditedCalls();
  const loggedBefore = governed.loggedCalls();
  const request = (n: number) => cached[n % ARGUMENTS] as Buffer;
  const hello = callRequest('', 'hello', { name: 'bench' });
  const okStatus = (status: number) => {
    if (status !== 200) throw new Error(`A baseline answered ${status}.`);
  };
  const results = await measureInTurn(
    {
      cached: { server: governed.process, calls: 20_000, load: { request, check: assertOk } },
      bare: { server: bare, calls: 20_000, load: { request, check: okStatus } },
      sdk: { server: sdk, calls: 3_000, load: { request: () => hello, check: assertOk } },
      live: { server: governed.process, calls: 4_000, load: { request: live, check: assertOk } },
      hop: { server: hop, calls: 4_000, load: { request, check: okStatus } },
    },
    rounds,
    tell,
  );
  const sent = (20_000 + 4_000) * rounds + 10_000 + 2_000;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const audited = governed.auditedCalls() - auditedBefore;
  const logged = governed.loggedCalls() - loggedBefore;
  if (audited !== sent || logged !== sent)
    throw new Error(`${sent} calls were sent, ${audited} audited and ${logged} logged.`);

  return [
    {
      name: 'audit rows and log lines of the measured calls',
      value: audited,
      unit: 'rows',
      goal: `${sent} of each`,
      reached: true,
    },
    { name: 'bytes of an answer', value: Buffer.byteLength(sample), unit: 'bytes' },
    ...compare('governed cached read', results.cached, '(a) bare node:http', results.bare, 3),
    ...compare('governed cached read', results.cached, '(b) official SDK, hello world', results.sdk, 0.2),
    ...compare('governed live read', results.live, '(c) bare node:http, one undici.Pool hop', results.hop, 2.5),
  ];
}

/** `tools/list` of 150 tools, against a bare server that sends the same bytes. */
async function toolsList(): Promise<Figure[]> {
  await using many = await ServerProcess.start('150 tools', ['bench/servers/many-tools.ts', '150'], readyLine);
  const key = /^key (\S+)$/m.exec(many.printed)?.[1] ?? '';
  const list = mcpRequest(key, 'tools/list', {});
  let sample = '';
  const check = (status: number, body: string) => {
    assertOk(status, body);
    sample = body;
  };
  await runLoad({ port: many.port, connections: 1, calls: 1, request: () => list, check });
  const tools = (JSON.parse(sample) as { result: { tools: unknown[] } }).result.tools.length;
  if (tools !== 150) throw new Error(`The server lists ${tools} tools.`);
  writeFileSync(file('list.json'), sample);
  await using bare = await ServerProcess.start('bare', ['bench/servers/bare.ts', file('list.json')], readyLine);
  const results = await measureInTurn(
    {
      list: { server: many, calls: 4_000, load: { request: () => list, check: assertOk } },
      bare: { server: bare, calls: 4_000, load: { request: () => list, check: () => {} } },
    },
    rounds,
    tell,
  );
  return [
    { name: 'bytes of tools/list with 150 tools', value: Buffer.byteLength(sample), unit: 'bytes' },
    ...compare('tools/list, 150 tools', results.list, '(a) bare node:http', results.bare, 3),
  ];
}

/** The GraphQL request that the baseline hop sends: as large as the one that the connector sends. */
function hopBody(): string {
  return JSON.stringify({ query: `query GetProduct { shop { name } } # ${'x'.repeat(900)}` });
}

type RoundOf = { readonly cpuMicros: number; readonly callsPerSecond: number };

function compare(name: string, ours: RoundOf, baseline: string, theirs: RoundOf, most: number): Figure[] {
  const ratio = ours.cpuMicros / theirs.cpuMicros;
  return [
    {
      name: `${name}: CPU per call`,
      value: ours.cpuMicros,
      unit: 'µs',
      baseline: `${baseline}: ${theirs.cpuMicros.toFixed(1)} µs`,
      ratio,
      goal: `at most ${most}`,
      reached: ratio <= most,
    },
    {
      name: `${name}: calls per second`,
      value: ours.callsPerSecond,
      unit: '1/s',
      baseline: `${baseline}: ${theirs.callsPerSecond.toFixed(0)}/s`,
      ratio: ours.callsPerSecond / theirs.callsPerSecond,
    },
  ];
}

function render(all: readonly Figure[]): string {
  const table = new Table({
    head: ['what', 'value', 'baseline', 'ratio', 'goal', ''],
    style: { head: [], border: [] },
  });
  for (const { name, value, unit, baseline = '', ratio, goal = '', reached } of all) {
    const shown = `${value >= 1_000 ? Math.round(value) : value.toFixed(1)} ${unit}`;
    table.push([
      name,
      shown,
      baseline,
      ratio?.toFixed(2) ?? '',
      goal,
      reached === undefined ? '' : reached ? 'ok' : 'MISSED',
    ]);
  }
  return table.toString();
}
