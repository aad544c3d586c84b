import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { expect, it } from 'vitest';
import { readOwner } from '../../src/storage/sql/data-folder.ts';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { type MemoryGroup, openMemoryGroup } from '../support/memory-group.ts';
import { type HttpAnswer, restOf } from '../support/platform-client.ts';
import { startPlatform, temporaryFolder } from '../support/platform-process.ts';

const MB = 1024 * 1024;
const LIMIT_BYTES = 256 * MB;
const WRITE = 'shopify_update_product_seo';
const MUTATION = 'UpdateProductSeo';
/** One connection has 40 places, and 20 calls may wait for one: these are six times as many. */
const CALLERS = 360;
const SETTINGS = {
  CONNECTION_QUEUE: '20',
  RATE_CALLS_PER_MINUTE: '1000000',
  RATE_BURST: '100000',
  CACHE_TTL_MS: '0',
};

it.skipIf(!hasGroups())(
  'X4: with 256 MB and more callers than it can serve it refuses some and lives; killed by the kernel for memory, it has lost no acknowledged write (needs a memory cgroup)',
  { timeout: 60_000 },
  async () => {
    using memory = openMemoryGroup(LIMIT_BYTES) as MemoryGroup;
    using folder = temporaryFolder();
    await using shop = await openEmulatedShop({ bucket: { maximumAvailable: 1e7, restoreRate: 1e6 } });
    const settings = { ...shop.settings, ...SETTINGS };
    const start = () => startPlatform({ folder: folder.path, settings, shell: memory.join });
    const acknowledged = new Map<string, HttpAnswer>();
    await using first = await start();
    const caller = restOf(first, first.key);
    const write = async (rest = caller, key: string = randomUUID()) => {
      const answer = await rest.call(WRITE, { id: '8100000000010', title: key }, { 'idempotency-key': key });
      if (answer.status === 200 && !acknowledged.has(key)) acknowledged.set(key, answer);
      return answer;
    };
    const read = (n: number) => caller.call('shopify_list_products', { limit: 1 + (n % 50) });

    const answers = await Promise.all(Array.from({ length: CALLERS }, (_, n) => (n % 8 === 0 ? write() : read(n))));

    const ends = Map.groupBy(answers, ({ status, json }) => (status === 200 ? 'ok' : json.error.code));
    expect(ends.get('ok')?.length).toBeGreaterThan(20);
    expect(ends.get('connection_busy')?.length).toBeGreaterThan(20);
    expect([memory.kills(), (await caller.send('/health')).status]).toEqual([0, 200]);
    expect(memory.peak()).toBeLessThan(LIMIT_BYTES);

    // Another process takes what memory is left, and of the two the kernel is to end the platform.
    writeFileSync(`/proc/${readOwner(folder.path)?.pid}/oom_score_adj`, '1000');
    const eat = 'const eaten = []; setInterval(() => eaten.push(Buffer.alloc(2e6, 1)), 5)';
    const eater = spawn('/bin/sh', ['-c', `${memory.join}; exec "$@"`, 'sh', process.execPath, '-e', eat]);
    // When the platform is gone the kernel may end this one, too, before anybody looks.
    const eaterGone = once(eater, 'close');
    let isOver = false;
    const writing = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        await write().catch(() => {
          isOver = true;
        });
      }
    });
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
    eater.kill('SIGKILL');
    await eaterGone;
    await Promise.all(writing);
    expect(memory.kills()).toBeGreaterThan(0);

    await using second = await start();
    const again = restOf(second, first.key);
    for (const [key, { text }] of acknowledged) expect((await write(again, key)).text).toBe(text);
    const asked = shop.bodies(MUTATION).map((body) => /"title":"([^"]*)"/.exec(body)?.[1]);
    expect(asked).toHaveLength(new Set(asked).size);
    for (const key of acknowledged.keys()) expect(asked).toContain(key);
    second.signal('SIGKILL');
    await second.ended;
    const database = new SqliteFile(join(folder.path, 'platform.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  },
);

/** Whether this machine lets a process bound the memory of others. */
function hasGroups(): boolean {
  using group = openMemoryGroup(LIMIT_BYTES);
  return group !== undefined;
}
