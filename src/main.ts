import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliDeps } from './cli/deps.ts';
import { runCli } from './cli/run.ts';
import { readApiKey, readVariable } from './config/load.ts';
import { systemClock } from './kernel/clock.ts';

// Each way of running is imported when it is asked for: `--version` need not load a database.

const packageRoot = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
const context = {
  version,
  packageRoot,
  launcher: join(packageRoot, 'bin', 'mcp-platform.cjs'),
  clock: systemClock,
};

const deps: CliDeps = {
  version,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  apiKey: readApiKey(packageRoot),
  environment: readVariable,
  start: async (options) => (await import('./process/start-server.ts')).startServer(context, options),
  serveStdio: async (options) => (await import('./process/serve-stdio.ts')).serveStdio(context, options),
  openOperator: async (options) => (await import('./process/open-operator.ts')).openOperator(context, options),
  doctorChecks: async () => (await import('./process/doctor-checks.ts')).doctorChecks(context),
};

process.exitCode = await runCli(process.argv.slice(2), deps, (error) => {
  const { stack } = error as Error;
  process.stderr.write(`${JSON.stringify({ level: 'error', event: 'internal', stack: stack ?? String(error) })}\n`);
});
