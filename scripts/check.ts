import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../', import.meta.url));
const tool = (path: string) => join(packageRoot, 'node_modules', path);

/** What is checked without running the product. A new stage is a row: its name, and what Node runs for it. */
// biome-ignore format: a table is read in columns
const STAGES: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types',               tool('typescript/bin/tsc'), '--noEmit'],
  ['lint',                tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  ['unused code',         tool('knip/bin/knip.js'), '--no-progress'],
  ['generated documents', 'scripts/generate.ts', '--check'],
];

interface Ran {
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: string;
}

function run(command: readonly string[]): Promise<Ran> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const add = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    child.on('error', (error) => add(error.message));
    child.on('close', (code) => {
      resolve({ passed: code === 0, output, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) });
    });
  });
}

/** Runs every stage, whatever the one before it found, and tells in the end which failed. */
async function check(): Promise<void> {
  const failed: string[] = [];
  for (const [name, ...command] of STAGES) {
    const { passed, output, seconds } = await run(command);
    console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (passed) continue;
    failed.push(name);
    console.log(output.trimEnd().replace(/^/gm, '    '));
  }
  if (failed.length === 0) return;
  console.error(`\nNot in order: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

await check();
