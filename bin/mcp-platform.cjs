#!/usr/bin/env node
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 12 does not know `node:`
'use strict';

// Starts the platform on a Node that can run it. Written in what Node 12 reads, so that an old Node says what to do
// instead of failing on a word it does not know. Where this Node is fit, nothing is spawned.

const asyncHooks = require('async_hooks');
const { spawn } = require('child_process');
const fs = require('fs');
const nodeModule = require('module');
const os = require('os');
const path = require('path');
const { pathToFileURL } = require('url');
const v8 = require('v8');

const UNAVAILABLE = 69;
const INTERNAL = 70;
/** Set for the child alone: says that the process at the other end of the IPC channel is a launcher. */
const LAUNCHED = 'MCP_PLATFORM_LAUNCHED';
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const FLUSH_AFTER_MS = 3000;
const root = path.dirname(__dirname);
/** See `keepTickShape`. */
const keptTicks = [];

function fail(code, lines) {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = code;
}

/** 22.19 is the floor of undici 8; 23 ended before its type stripping and its native modules settled. */
function isFit(version) {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  return major === 22 ? minor >= 19 : major >= 24;
}

/** A clone runs its source, even when it was built: Node strips types everywhere but below `node_modules`. */
function findEntry() {
  const source = path.join(root, 'src', 'main.ts');
  const installed = root.split(path.sep).includes('node_modules');
  return !installed && fs.existsSync(source) ? source : path.join(root, 'dist', 'main.js');
}

/** The Node that came with `npm ci`, if it can run the platform. */
function findBundledNode() {
  try {
    const manifest = require.resolve(`node-linux-${process.arch}/package.json`, { paths: [__dirname] });
    const node = path.join(path.dirname(manifest), 'bin', 'node');
    return isFit(JSON.parse(fs.readFileSync(manifest, 'utf8')).version) && fs.existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

/** Ours alone: what another user may write to, another user could have us run. */
function isPrivate(folder) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.accessSync(folder, fs.constants.W_OK);
    const found = fs.lstatSync(folder);
    if (!process.getuid) return found.isDirectory();
    return found.isDirectory() && found.uid === process.getuid() && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** Keeps compiled code between starts. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE hold where they are set. */
function keepCompiledCode() {
  if (!nodeModule.enableCompileCache || process.env.NODE_COMPILE_CACHE) return;
  const user = process.getuid ? process.getuid() : os.userInfo().username;
  const folders = [
    path.join(root, 'node_modules', '.cache', 'mcp-platform'),
    path.join(os.tmpdir(), `mcp-platform-compiled-${user}`),
  ];
  const folder = folders.find(isPrivate);
  if (folder === undefined) return;
  nodeModule.enableCompileCache(folder);
  // Node writes the cache when it exits, which a killed server never does.
  if (nodeModule.flushCompileCache) setTimeout(nodeModule.flushCompileCache, FLUSH_AFTER_MS).unref();
}

/** A launcher that was killed could forward nothing: the end of its channel is the signal to stop. */
function stopWithLauncher() {
  if (!process.env[LAUNCHED] || !process.channel) return;
  delete process.env[LAUNCHED];
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

function reportLoadFailure(error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND') {
    fail(UNAVAILABLE, [
      'mcp-platform: a part of the installation is missing.',
      `  ${String(error.message).split('\n')[0]}`,
      'In a clone run `npm ci`; elsewhere install the package again.',
    ]);
    return;
  }
  fail(INTERNAL, ['mcp-platform: ended by an unexpected error.', String(error.stack || error)]);
}

/**
 * Keeps one object of `process.nextTick` for good. Its optimised code goes by the shapes of these objects; a full
 * collection while none waits takes the shapes away, and from then on V8 adds each one's members by the slowest way.
 */
function keepTickShape() {
  if (!asyncHooks.executionAsyncResource) return;
  process.nextTick(() => keptTicks.push(asyncHooks.executionAsyncResource()));
}

/**
 * A server's short-lived objects are swept by one thread: several wake and wait for each other at every sweep, which costs
 * more processor time than the sweep itself.
 */
function sweepAlone() {
  if (process.argv[2] === 'start') v8.setFlagsFromString('--no-parallel-scavenge');
}

function runHere() {
  sweepAlone();
  keepTickShape();
  stopWithLauncher();
  keepCompiledCode();
  const entry = findEntry();
  if (!fs.existsSync(entry)) {
    fail(UNAVAILABLE, [
      'mcp-platform: this copy is not built. Run `npm ci && npm run build` in it, or install the package.',
    ]);
    return;
  }
  import(pathToFileURL(entry).href).catch(reportLoadFailure);
}

function reportUnfit(reason) {
  fail(UNAVAILABLE, [
    `mcp-platform: this machine's Node is ${process.version}; Node 22 from 22.19 on, or Node 24 and newer, is needed.`,
    reason,
    'Install Node 24 (https://nodejs.org/en/download) and run the command again.',
  ]);
}

function runOn(node) {
  const child = spawn(node, [__filename].concat(process.argv.slice(2)), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: Object.assign({}, process.env, { [LAUNCHED]: '1' }),
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  child.on('error', () => {
    if (child.pid !== undefined) return;
    for (const signal of FORWARDED) process.removeListener(signal, forward);
    reportUnfit(
      'The Node that came with the package does not start here: it needs Linux with glibc, so not Alpine (musl).',
    );
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const forwarded of FORWARDED) process.removeListener(forwarded, forward);
    // Holds where this process, unlike its child, ignores the signal.
    process.exitCode = 128 + os.constants.signals[signal];
    process.kill(process.pid, signal);
  });
}

function run() {
  if (isFit(process.version)) {
    runHere();
    return;
  }
  // A child that is not fit either would start children for ever.
  const node = process.env[LAUNCHED] ? undefined : findBundledNode();
  if (node) runOn(node);
  else reportUnfit('The package brings a fit one for Linux on x64, as an optional dependency; it is not there.');
}

run();
