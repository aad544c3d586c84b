import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { startChild } from '../../test/support/child.ts';
import { letterDesk } from '../../test/support/letter-desk.ts';
import { createTemporaryFolder } from '../../test/support/temporary-folder.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { openSqlite } from '../storage/sql/sqlite-database.ts';

const LETTERS = 40;
/** A quarter of the places of a connection: so many may be under way when the kill comes. */
const AT_ONCE = 10;

describe('a redrive of all that a kill -9 ends', () => {
  it.each([1, 8, 29])(
    'Q2: Q3: D4: a redrive killed after %i writes has lost none and doubled none, and goes on',
    async (writes) => {
      using folder = createTemporaryFolder();
      const path = join(folder.path, 'platform.db');
      await using child = startChild('redrive-letters', [path]);
      await child.linesReach(LETTERS + writes);
      await child.kill();

      const wrote = new Map<string, number>();
      const rowOf = new Map<string, string>();
      const count = (row: string) => wrote.set(row, (wrote.get(row) ?? 0) + 1);
      for (const [what, row = '', id = ''] of child.lines.map((line) => line.split(' '))) {
        if (what === 'parked') rowOf.set(id, row);
        if (what === 'wrote') count(row);
      }
      await using platform = await openTestGateway({
        database: await openSqlite(path),
        connections: [{ ...acmeConnection(), connector: { ...acme, quota: undefined } }],
      });
      await platform.idempotency.recover(Number.MAX_SAFE_INTEGER);
      const found = await platform.letters.find({ limit: 100 });
      const { redrive } = letterDesk(platform, [platform.principal('operator')]);
      platform.vendor.behave = ({ url }) => {
        count(url.split('/').at(-1) as string);
        return {};
      };
      const { redriven } = await redrive();

      expect(found).toHaveLength(LETTERS);
      for (const { id, state } of found) {
        // Of what is parked the vendor heard nothing; of what is done, once; of what is unknown, at most once.
        const times = wrote.get(rowOf.get(id) as string) ?? 0;
        expect(['parked', 'done', 'unknown']).toContain(state);
        expect(times, `${state} ${id}`).toBe(state === 'unknown' ? Math.min(times, 1) : 1);
      }
      expect(found.filter(({ state }) => state === 'unknown').length).toBeLessThanOrEqual(AT_ONCE);
      expect(redriven.every(({ outcome }) => outcome === 'ok')).toBe(true);
      expect(redriven).toHaveLength(found.filter(({ state }) => state === 'parked').length);
    },
  );
});
