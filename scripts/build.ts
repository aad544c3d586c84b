import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../', import.meta.url));
const tsc = join(packageRoot, 'node_modules/typescript/bin/tsc');

/** What a program reads from beside itself: every file of `src` that is neither code nor a word to engineers. */
function assets(): string[] {
  return globSync('src/**/*.*', { cwd: packageRoot }).filter((path) => !/\.(ts|md)$/.test(path));
}

/** Makes `dist`, what an installed package runs: Node strips no types below `node_modules`. */
function build(): number {
  rmSync(join(packageRoot, 'dist'), { recursive: true, force: true });
  const compiled = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: packageRoot,
    stdio: 'inherit',
  });
  if (compiled.status !== 0) return compiled.status ?? 1;
  for (const asset of assets()) {
    const target = join(packageRoot, asset.replace(/^src/, 'dist'));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(packageRoot, asset), target);
  }
  return 0;
}

process.exitCode = build();
