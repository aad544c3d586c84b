import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Finds third-party test data that lies beside the checkout and is never part of it. A test skips, saying so, where this
 * returns `undefined`.
 */
export function sharedData(...segments: string[]): string | undefined {
  return ['../shared', '../../shared']
    .map((beside) => join(packageRoot, beside, ...segments))
    .find((path) => existsSync(path));
}
