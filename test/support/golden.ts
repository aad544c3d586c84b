import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));
const ADVICE =
  'This is what others build on. If the change is meant, run `UPDATE_GOLDEN=1 npx vitest run test/golden` and have the ' +
  'difference reviewed as a change of an interface.';

/** Text that is kept in the repository under a path, and what it is now. */
export type GoldenFiles = ReadonlyMap<string, string>;

/** A value as a golden file holds it: JSON, indented, in the order in which it is given out. */
export function goldenJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/**
 * Expects the files of `folder` below `test/golden` to be these and no others. With UPDATE_GOLDEN=1 it makes them so
 * instead; then the difference is git's to show.
 */
export function expectGolden(folder: string, files: GoldenFiles): void {
  const home = join(FOLDER, folder);
  if (process.env.UPDATE_GOLDEN === '1') {
    rmSync(home, { recursive: true, force: true });
    for (const [name, text] of files) {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), text);
    }
    return;
  }
  const kept = new Map(listed(home).map((name) => [name, readFileSync(join(home, name), 'utf8')]));
  expect([...files.keys()].sort(), ADVICE).toEqual([...kept.keys()].sort());
  for (const [name, text] of files) expect(text, `${folder}/${name}: ${ADVICE}`).toBe(kept.get(name));
}

function listed(home: string): string[] {
  try {
    return readdirSync(home);
  } catch {
    return [];
  }
}
