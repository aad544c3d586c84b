import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LAUNCHER,
  type PlatformProcess,
  runPlatform,
  runProgram,
  startPlatform,
  temporaryFolder,
} from '../support/platform-process.ts';
import { openStdio, type StdioSession } from '../support/stdio-session.ts';
import { OWN_NAMES, USUAL_TOOLS } from '../support/usual-tools.ts';

const INSPECTOR = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url),
);
/** What is listed to who asks for no toolset has these, and may have more. */
const NAMES = [...USUAL_TOOLS.flatMap(({ core, name }) => (core ? name : [])), ...OWN_NAMES].sort();
const LIST = ['--method', 'tools/list'];
const CALL = ['--method', 'tools/call', '--tool-name', 'shopify_list_products', '--tool-args-json', '{"limit":2}'];
const NO_PERMISSION = 77;

// The Inspector's own exit codes (its README, "Exit codes").
const OK = 0;
const SIGN_IN_NEEDED = 3;
const TOOL_FAILED = 5;

const home = temporaryFolder();
let platform: PlatformProcess;

beforeAll(async () => {
  platform = await startPlatform({ settings: { MOCK_MODE: 'always' } });
});

afterAll(async () => {
  await platform[Symbol.asyncDispose]();
  home[Symbol.dispose]();
});

/** Runs the Inspector's command line; it keeps what it stores in a folder of its own. */
async function inspect(args: readonly string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: home.path,
    MCP_INSPECTOR_SECRET_STORE: 'memory',
    MCP_STORAGE_DIR: home.path,
  };
  const argv = [INSPECTOR, '--cli', ...args, '--format', 'json', '--quiet'];
  const { code, stdout, stderr } = await runProgram(argv, env, '', home.path);
  return { code, stderr, result: stdout === '' ? undefined : JSON.parse(stdout).result };
}

const overHttp = (key: string, era: string, args: readonly string[]) =>
  inspect([
    `${platform.url}/mcp`,
    ...['--transport', 'http', '--protocol-era', era, '--header', `Authorization: Bearer ${key}`],
    ...args,
  ]);

const overStdio = (key: string, folder: string, era: string, args: readonly string[]) =>
  inspect([
    ...['-e', `MCP_PLATFORM_API_KEY=${key}`, '-e', `DATA_DIR=${folder}`, '-e', 'MOCK_MODE=always'],
    ...['--protocol-era', era, process.execPath, LAUNCHER, 'stdio'],
    ...args,
  ]);

const namesOf = ({ result }: Awaited<ReturnType<typeof inspect>>) =>
  result.tools.map(({ name }: { name: string }) => name);

describe.each(['legacy', 'modern'])('the Inspector in its %s era', (era) => {
  it('lists the tools over HTTP', async () => {
    const listed = await overHttp(platform.key, era, LIST);

    expect([listed.code, listed.stderr]).toEqual([OK, '']);
    expect(namesOf(listed)).toEqual(expect.arrayContaining(NAMES));
  });

  it('calls a tool over HTTP', async () => {
    const { code, result } = await overHttp(platform.key, era, CALL);

    expect(code).toBe(OK);
    expect(result.structuredContent).toMatchObject({ mode: 'mock', source: { connector: 'shopify' } });
    expect(result.structuredContent.products).toHaveLength(2);
  });

  it('says by its exit code that a tool failed, and shows what to change', async () => {
    const bad = CALL.map((word) => (word.startsWith('{') ? '{"limit":1000}' : word));

    const { code, result } = await overHttp(platform.key, era, bad);

    expect(code).toBe(TOOL_FAILED);
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('limit') }] });
  });

  it('is asked to sign in when the key is unknown', async () => {
    const { code, result } = await overHttp('mcpk_unknown', era, LIST);

    expect([code, result]).toEqual([SIGN_IN_NEEDED, undefined]);
  });

  it('lists and calls over stdio, through the server that owns the folder', async () => {
    const listed = await overStdio(platform.key, platform.folder, era, LIST);
    const called = await overStdio(platform.key, platform.folder, era, CALL);

    expect([listed.code, called.code]).toEqual([OK, OK]);
    expect(namesOf(listed)).toEqual(expect.arrayContaining(NAMES));
    expect(called.result.structuredContent.products).toHaveLength(2);
  });

  it('lists and calls over stdio on a folder that nobody owns', async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);

    const listed = await overStdio(key, folder.path, era, LIST);
    const called = await overStdio(key, folder.path, era, CALL);

    expect([listed.code, called.code]).toEqual([OK, OK]);
    expect(namesOf(listed)).toEqual(expect.arrayContaining(['shopify_list_products', ...OWN_NAMES]));
    expect(namesOf(listed)).not.toContain('shopify_search_orders');
    expect(called.result.structuredContent.mode).toBe('mock');
  });
});

it('finds every schema portable in its strict reading', async () => {
  const { code, stderr } = await overHttp(platform.key, 'modern', [...LIST, '--strict']);

  expect([code, stderr]).toEqual([OK, '']);
});

describe('the lines of the banner', () => {
  const lineOf = (client: string) => {
    const [, ...lines] = platform.banner.slice(platform.banner.indexOf(client)).split('\n\n')[0]?.split('\n') ?? [];
    return lines.map((line) => line.trim()).join('\n');
  };

  it.each(['Inspector (HTTP)', 'Inspector (stdio)'])('for the %s work as they are printed', async (client) => {
    // The Inspector of this repository in the place of the one that npx would fetch.
    const script = lineOf(client).replace(
      'npx @modelcontextprotocol/inspector',
      `"${process.execPath}" "${INSPECTOR}"`,
    );

    const { code, stdout } = await runShell(`${script} --format json --quiet`);

    expect(code).toBe(OK);
    expect(JSON.parse(stdout).result.tools.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(NAMES),
    );
  });

  it('for desktop apps start a process that answers', async () => {
    const json = /\{ "mcpServers"[\s\S]*?^\s*\} \} \}$/m.exec(
      platform.banner.slice(platform.banner.indexOf('Desktop apps')),
    );
    const { command, args, env } = JSON.parse(json?.[0] ?? '').mcpServers['mcp-platform'];
    const input = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';

    const { code, stdout } = await runProgram(args, { PATH: process.env.PATH, ...env }, input, home.path, command);

    expect([code, stdout]).toEqual([OK, '{"jsonrpc":"2.0","id":1,"result":{}}\n']);
  });
});

/** Runs a line in a POSIX shell that has nothing of this process but where programs are. */
function runShell(line: string) {
  const env = { PATH: process.env.PATH, HOME: home.path, MCP_INSPECTOR_SECRET_STORE: 'memory' };
  return runProgram(['-c', line], { ...env, MCP_STORAGE_DIR: home.path }, '', home.path, '/bin/sh');
}

describe('stdio', () => {
  it.each([
    ['missing', ''],
    ['unknown', 'mcpk_unknown'],
  ])('ends with 77 and an empty standard output when the key is %s, with or without a server', async (_what, key) => {
    using folder = temporaryFolder();
    for (const DATA_DIR of [platform.folder, folder.path]) {
      const settings = { DATA_DIR, MCP_PLATFORM_API_KEY: key };

      const { code, stdout, stderr } = await runPlatform(['stdio'], { settings });

      expect([code, stdout]).toEqual([NO_PERMISSION, '']);
      expect(stderr).toContain('MCP_PLATFORM_API_KEY');
    }
  });

  it('answers each message in one line of standard output and ends with its input', async () => {
    const lines = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {} } },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 'two', method: 'tools/call', params: { name: 'shopify_list_products', arguments: {} } },
      { jsonrpc: '2.0', id: 3, method: 'ping' },
    ];
    using folder = temporaryFolder();
    const ownKey = await newKey(folder.path);
    for (const [DATA_DIR, MCP_PLATFORM_API_KEY] of [
      [platform.folder, platform.key],
      [folder.path, ownKey],
    ] as const) {
      const settings = { DATA_DIR, MCP_PLATFORM_API_KEY, MOCK_MODE: 'always' };
      const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');

      const { code, stdout } = await runPlatform(['stdio'], { settings, input });

      const answers = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(code).toBe(OK);
      expect(answers.map(({ id }) => id).sort()).toEqual([1, 3, 'two']);
      expect(answers.find(({ id }) => id === 'two').result.structuredContent.mode).toBe('mock');
    }
  });
});

describe('two sessions of stdio that begin at once on a folder that nobody owns', () => {
  it('both answer, the one through the other', async () => {
    using folder = temporaryFolder();
    const settings = {
      DATA_DIR: folder.path,
      MCP_PLATFORM_API_KEY: await newKey(folder.path),
      MOCK_MODE: 'always',
    };
    await using one = openStdio(settings);
    await using other = openStdio(settings);
    const asked = { name: 'shopify_list_products', arguments: { limit: 1 } };
    const answerOf = (session: StdioSession) => Promise.race([session.ask('tools/call', asked), session.ended]);

    const answers = await Promise.all([answerOf(one), answerOf(other)]);

    expect(answers).toMatchObject(Array(2).fill({ result: { structuredContent: { mode: 'mock' } } }));
  });
});

/** Makes a viewer's key on a folder that no server owns. */
async function newKey(folder: string): Promise<string> {
  const argv = ['keys', 'create', '--name', 'inspector', '--role', 'viewer', '--json'];
  const { stdout } = await runPlatform(argv, { settings: { DATA_DIR: folder } });
  return JSON.parse(stdout).key;
}
