import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../kernel/audit-entry.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { AuditStore } from './audit-store.ts';

/** A store that is empty when it is opened, and what closes it. A closed store can take no rows. */
export interface OpenedAuditStore {
  readonly store: AuditStore;
  readonly close: () => Promise<void>;
}

const T0 = Date.UTC(2026, 0, 1);

function entry(over: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: uuidv7(T0),
    at: T0,
    kind: 'call',
    principalId: 'p1',
    principalName: 'agent',
    face: 'mcp',
    correlationId: '0af7651916cd43dd8448eb211c80319c',
    subject: 'shopify_list_orders',
    outcome: 'ok',
    count: 1,
    ...over,
  };
}

/** What every `AuditStore` promises. */
export function auditStoreContract(open: () => Promise<OpenedAuditStore>): void {
  const given = (name: string, run: (store: AuditStore, close: () => Promise<void>) => Promise<void>) =>
    it(name, async () => {
      const { store, close } = await open();
      try {
        await run(store, close);
      } finally {
        await close();
      }
    });

  describe('as an audit store', () => {
    given('a row reads back as it was appended, whether its optional members are there or not', async (store) => {
      const bare = entry();
      const full = entry({
        kind: 'intent',
        callId: uuidv7(T0),
        effect: 'destroy',
        connection: 'shopify/default',
        mode: 'emulated',
        outcome: 'rate_limited',
        count: 4096,
        durationMs: 0.625,
        inputDigest: 'x'.repeat(43),
        answeredBy: 'replayed',
        attempts: 0,
        detail: "it's \u{1f511}\n",
      });

      await store.append([bare, full]);

      expect(await store.find({ limit: 10 })).toEqual([full, bare]);
    });

    given('rows come newest first, at most as many as asked for', async (store) => {
      const rows = [1, 2, 3, 4].map((after) => entry({ at: T0 + after }));
      await store.append(rows.slice(0, 2));
      await store.append(rows.slice(2));

      expect(await store.find({ limit: 3 })).toEqual([rows[3], rows[2], rows[1]]);
    });

    given('rows of the same instant keep the order of appending', async (store) => {
      const rows = [entry(), entry(), entry()];
      await store.append(rows);

      expect(await store.find({ limit: 3 })).toEqual(rows.toReversed());
    });

    given('rows are found by principal, by subject, and by both', async (store) => {
      const [a, b, c] = [entry(), entry({ subject: 'sign-in' }), entry({ principalId: 'p2' })];
      await store.append([a, b, c]);

      expect(await store.find({ principalId: 'p1', limit: 10 })).toEqual([b, a]);
      expect(await store.find({ subject: 'shopify_list_orders', limit: 10 })).toEqual([c, a]);
      expect(await store.find({ principalId: 'p1', subject: 'sign-in', limit: 10 })).toEqual([b]);
      expect(await store.find({ principalId: 'p3', limit: 10 })).toEqual([]);
    });

    given('rows are counted, and none are none', async (store) => {
      expect(await store.count()).toBe(0);

      await store.append([entry(), entry()]);

      expect(await store.count()).toBe(2);
    });

    given('appending nothing adds nothing', async (store) => {
      await store.append([]);

      expect(await store.count()).toBe(0);
    });

    given('when one row cannot be taken none is, and the next ones are', async (store) => {
      const broken = entry({ outcome: null as unknown as string });

      await expect(store.append([entry(), broken, entry()])).rejects.toMatchObject({ code: 'unavailable' });

      expect(await store.count()).toBe(0);
      await store.append([entry()]);
      expect(await store.count()).toBe(1);
    });

    given('a store that cannot take rows rejects', async (store, close) => {
      await close();

      await expect(store.append([entry()])).rejects.toMatchObject({ code: 'unavailable' });
    });

    given('an append of many rows keeps each whole and their order', async (store) => {
      const rows = Array.from({ length: 100 }, (_, n) =>
        entry({ correlationId: `of ${n}`, detail: n % 3 ? undefined : `detail ${n}` }),
      );

      await store.append(rows);

      expect(await store.find({ limit: 200 })).toEqual(rows.toReversed());
    });

    given('100 parallel appends add every row, each append together and in order', async (store) => {
      const batches = Array.from({ length: 100 }, (_, batch) =>
        [0, 1, 2].map((row) => entry({ correlationId: String(batch), count: row + 1 })),
      );

      await Promise.all(batches.map((batch) => store.append(batch)));

      const found = await store.find({ limit: 1000 });
      expect(found).toHaveLength(300);
      for (let at = 0; at < found.length; at += 3) {
        expect(found.slice(at, at + 3).map((row) => row.count)).toEqual([3, 2, 1]);
        expect(new Set(found.slice(at, at + 3).map((row) => row.correlationId)).size).toBe(1);
      }
    });
  });
}
