import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../test/support/processes/answer-many-rows.ts', import.meta.url));
const MOST_BYTES = 60_000_000;

it('25,000 rows go through the gateway into pages with less than 60 MB more memory', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', SCRIPT]);

  const { total, pages, kept, peak } = JSON.parse(stdout);
  expect(total).toBe(25_000);
  expect(pages).toBeGreaterThan(20);
  expect(peak).toBeLessThan(MOST_BYTES);
  expect(kept).toBeLessThan(MOST_BYTES);
}, 60_000);
