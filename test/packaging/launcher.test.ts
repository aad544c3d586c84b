import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../bin/mcp-platform.cjs', import.meta.url));

/** An entry that says what it was given, then does what its first argument asks. */
const ENTRY = `
const [act, value] = process.argv.slice(2);
const { pid, stdin, stdout } = process;
if (act === 'exit') process.exitCode = Number(value);
if (act === 'echo') for await (const part of stdin) stdout.write(part);
if (act === 'wait') {
  setTimeout(() => {}, 20_000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => stdout.write('stopped by ' + signal, () => process.exit(7)));
  stdout.write('pid ' + pid + '\\n');
}
if (act === 'where') stdout.write(JSON.stringify({ from: ENTERED, pid, args: process.argv.slice(2) }));
export {};
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A package of its own at `place`: the real launcher before entries that are easy to watch. */
function packageAt(place: string, entries: { src?: boolean; dist?: boolean }): string {
  const root = join(folder, place);
  const launcher = join(root, 'bin', 'mcp-platform.cjs');
  mkdirSync(dirname(launcher), { recursive: true });
  copyFileSync(LAUNCHER, launcher);
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  for (const [kind, file] of [
    ['src', 'main.ts'],
    ['dist', 'main.js'],
  ] as const) {
    if (!entries[kind]) continue;
    mkdirSync(join(root, kind), { recursive: true });
    const typed = kind === 'src' ? 'const ENTERED: string' : 'const ENTERED';
    writeFileSync(join(root, kind, file), `${typed} = '${kind}';${ENTRY}`);
  }
  return launcher;
}

/** Ends the look-up of a bundled Node in the package itself, whatever lies in the folders above it on this machine. */
function bundleNothing(place: string): void {
  const closed = join(folder, place, 'node_modules', `node-linux-${process.arch}`);
  mkdirSync(closed, { recursive: true });
  writeFileSync(join(closed, 'package.json'), '{"exports":{}}');
}

/** Puts this test's Node where `npm ci` puts the bundled one. */
function bundleNode(place: string, version = '24.21.0'): void {
  const bundled = join(folder, place, 'node_modules', `node-linux-${process.arch}`);
  mkdirSync(join(bundled, 'bin'), { recursive: true });
  writeFileSync(join(bundled, 'package.json'), JSON.stringify({ version }));
  symlinkSync(process.execPath, join(bundled, 'bin', 'node'));
}

interface Launch {
  readonly process: ChildProcessWithoutNullStreams;
  /** Resolves when launcher and child are gone: both hold the output open. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
  /** Resolves with the process id that the entry printed. */
  readonly entered: Promise<number>;
}

/** Starts the launcher; `oldNode` makes it believe that the machine's Node is 20. The child is not told. */
function launch(launcher: string, args: readonly string[], { oldNode = false, env = {} } = {}): Launch {
  const disguise = join(folder, 'old-node.cjs');
  writeFileSync(disguise, `Object.defineProperty(process, 'version', { value: 'v20.20.2' });`);
  const child = spawn(process.execPath, [...(oldNode ? ['--require', disguise] : []), launcher, ...args], {
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  const entered = new Promise<number>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const pid = /^pid (\d+)$/m.exec(stdout)?.[1];
      if (pid) resolve(Number(pid));
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }));
  return { process: child, ended, entered };
}

/** A zombie is dead: who adopted it has only not asked for its exit code yet. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('where the launcher enters', () => {
  it('a clone runs its source in the process of the launcher itself', async () => {
    const run = launch(packageAt('clone', { src: true }), ['where', 'a b', '--json']);
    const { stdout, code } = await run.ended;

    expect(JSON.parse(stdout)).toEqual({ from: 'src', pid: run.process.pid, args: ['where', 'a b', '--json'] });
    expect(code).toBe(0);
  });

  it('a clone that was built still runs its source', async () => {
    const { stdout } = await launch(packageAt('clone', { src: true, dist: true }), ['where']).ended;

    expect(JSON.parse(stdout).from).toBe('src');
  });

  it('an installed package runs dist, even where a source lies beside it', async () => {
    const launcher = packageAt('shop/node_modules/mcp-enterprise-platform', { src: true, dist: true });
    const { stdout } = await launch(launcher, ['where']).ended;

    expect(JSON.parse(stdout).from).toBe('dist');
  });

  it('the link that npm makes for the command leads to the package', async () => {
    const launcher = packageAt('shop/node_modules/mcp-enterprise-platform', { dist: true });
    const link = join(folder, 'shop/node_modules/.bin/mcp-platform');
    mkdirSync(dirname(link));
    symlinkSync(launcher, link);
    const { stdout } = await launch(link, ['where']).ended;

    expect(JSON.parse(stdout).from).toBe('dist');
  });

  it('a copy without source and without build says what to run', async () => {
    const { code, stderr } = await launch(packageAt('empty', {}), ['where']).ended;

    expect(code).toBe(69);
    expect(stderr).toContain('npm run build');
  });

  it('a missing dependency is told as an incomplete installation', async () => {
    const launcher = packageAt('clone', { src: true });
    writeFileSync(join(folder, 'clone/src/main.ts'), `import 'no-such-package';`);
    const { code, stderr } = await launch(launcher, []).ended;

    expect(code).toBe(69);
    expect(stderr).toContain('npm ci');
  });

  it('an error that nobody caught ends with 70', async () => {
    const launcher = packageAt('clone', { src: true });
    writeFileSync(join(folder, 'clone/src/main.ts'), `await Promise.reject(new Error('boom'));`);
    const { code, stderr } = await launch(launcher, []).ended;

    expect(code).toBe(70);
    expect(stderr).toContain('boom');
  });
});

describe('on a Node that is too old', () => {
  it('the bundled Node runs the platform, with the same arguments, input and exit code', async () => {
    const launcher = packageAt('clone', { src: true });
    bundleNode('clone');
    const where = launch(launcher, ['where', '--json'], { oldNode: true });
    const echo = launch(launcher, ['echo'], { oldNode: true });
    echo.process.stdin.end('through two processes');
    const exit = launch(launcher, ['exit', '78'], { oldNode: true });

    const seen = JSON.parse((await where.ended).stdout);
    expect(seen.args).toEqual(['where', '--json']);
    expect(seen.pid).not.toBe(where.process.pid);
    expect((await echo.ended).stdout).toBe('through two processes');
    expect((await exit.ended).code).toBe(78);
  });

  it('a bundled Node in a folder above is found, as npm hoists it', async () => {
    const launcher = packageAt('shop/node_modules/mcp-enterprise-platform', { dist: true });
    bundleNode('shop');
    const { stdout } = await launch(launcher, ['where'], { oldNode: true }).ended;

    expect(JSON.parse(stdout).from).toBe('dist');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s reaches the platform once, and its exit code comes back',
    async (signal) => {
      const launcher = packageAt('clone', { src: true });
      bundleNode('clone');
      const run = launch(launcher, ['wait'], { oldNode: true });
      const pid = await run.entered;
      run.process.kill(signal);
      const { code, stdout } = await run.ended;

      expect(stdout).toContain(`stopped by ${signal}`);
      expect(code).toBe(7);
      expect(isAlive(pid)).toBe(false);
    },
  );

  it('a killed launcher leaves no child behind', async () => {
    const launcher = packageAt('clone', { src: true });
    bundleNode('clone');
    const run = launch(launcher, ['wait'], { oldNode: true });
    const pid = await run.entered;
    run.process.kill('SIGKILL');
    const { signal, stdout } = await run.ended;

    expect(signal).toBe('SIGKILL');
    expect(stdout).toContain('stopped by SIGTERM');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });

  it('a killed child ends the launcher with the same signal', async () => {
    const launcher = packageAt('clone', { src: true });
    bundleNode('clone');
    const run = launch(launcher, ['wait'], { oldNode: true });
    process.kill(await run.entered, 'SIGKILL');
    const { signal } = await run.ended;

    expect(signal).toBe('SIGKILL');
  });

  it.each([
    ['no bundled Node', undefined],
    ['a bundled Node that is too old as well', '20.20.2'],
  ])('%s ends with 69 and says what to install', async (_, version) => {
    const launcher = packageAt('clone', { src: true });
    if (version) bundleNode('clone', version);
    else bundleNothing('clone');
    const { code, stderr } = await launch(launcher, ['where'], { oldNode: true }).ended;

    expect(code).toBe(69);
    expect(stderr).toContain('v20.20.2');
    expect(stderr).toContain('Install Node 24');
  });

  it('a bundled Node that cannot start here is told as such', async () => {
    const launcher = packageAt('clone', { src: true });
    bundleNode('clone');
    const node = join(folder, 'clone/node_modules', `node-linux-${process.arch}`, 'bin/node');
    rmSync(node);
    writeFileSync(node, '#!/no/such/loader\n', { mode: 0o755 });
    const { code, stderr } = await launch(launcher, ['where'], { oldNode: true }).ended;

    expect(code).toBe(69);
    expect(stderr).toContain('glibc');
  });

  it('a child that finds itself on an old Node starts no further child', async () => {
    const launcher = packageAt('clone', { src: true });
    bundleNode('clone');
    const { code } = await launch(launcher, ['where'], { oldNode: true, env: { MCP_PLATFORM_LAUNCHED: '1' } }).ended;

    expect(code).toBe(69);
  });
});

describe('compiled code', () => {
  it('is kept in the package, so that the next start is faster', async () => {
    const launcher = packageAt('clone', { src: true });
    await launch(launcher, ['where'], { env: { NODE_COMPILE_CACHE: '' } }).ended;

    expect(readdirSync(join(folder, 'clone/node_modules/.cache/mcp-platform'))).toHaveLength(1);
  });

  it('is not kept in a folder that another user could write to', async () => {
    const launcher = packageAt('clone', { src: true });
    const open = join(folder, 'clone/node_modules/.cache/mcp-platform');
    mkdirSync(dirname(open), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), open);
    await launch(launcher, ['where'], { env: { NODE_COMPILE_CACHE: '', TMPDIR: join(folder, 'tmp') } }).ended;

    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });
});

it('the launcher has no syntax that Node 12 cannot read', () => {
  const text = readFileSync(LAUNCHER, 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\/|`[^`]*`|'[^'\n]*'/g, '');

  expect(text).not.toMatch(/\?\.|\?\?|\|\|=|&&=|#\w+\s*[;=(]|\.at\(|\breplaceAll\b/);
});
