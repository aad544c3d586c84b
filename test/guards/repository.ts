import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Folders at the root that hold what people write. */
const WRITTEN = ['src', 'test', 'scripts', 'bench', 'bin', 'docs', 'deploy', 'console'];
const NOT_WRITTEN = new Set(['node_modules', 'dist', 'golden']);

/** One file of the repository: its path from the package root, with `/`, and its text. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** Every file below the folders that hold what people write. */
export function repositoryFiles(): readonly RepositoryFile[] {
  const present = readdirSync(packageRoot);
  return WRITTEN.filter((folder) => present.includes(folder))
    .flatMap(pathsBelow)
    .map((path) => ({ path, text: readFileSync(join(packageRoot, path), 'utf8') }));
}

/** The text of one file at the root, or `undefined` where it is missing. */
export function rootFile(name: string): string | undefined {
  return readdirSync(packageRoot).includes(name) ? readFileSync(join(packageRoot, name), 'utf8') : undefined;
}

/** Files at the root whose names end so. */
export function rootFilesEndingIn(ending: string): readonly string[] {
  return readdirSync(packageRoot).filter((name) => name.endsWith(ending));
}

/** Whether a file is a test, a contract suite, or only there for one. Tests may look where product code may not. */
export function isTest(path: string): boolean {
  return path.startsWith('test/') || /\.(test|contract)\.ts$/.test(path);
}

/** Product code: TypeScript below `src/` that is no test. */
export function isProductCode(path: string): boolean {
  return path.startsWith('src/') && path.endsWith('.ts') && !isTest(path);
}

function pathsBelow(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !NOT_WRITTEN.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? pathsBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}
