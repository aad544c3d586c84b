import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import { readOwner } from '../../src/storage/sql/data-folder.ts';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { restOf } from '../support/platform-client.ts';
import { startPlatform } from '../support/platform-process.ts';

const MUTATION = 'UpdateProductSeo';
const WITHIN = { timeout: 10_000, interval: 100 };
const hasLimits = spawnSync('prlimit', ['--version']).status === 0;

// A file may grow no further, for this process alone: to it the disk is full, and has room again when the limit goes.
it.skipIf(!hasLimits)(
  'X2: a full disk: nothing is acknowledged, nothing sent, and all goes on when there is room (needs prlimit)',
  async () => {
    await using shop = await openEmulatedShop();
    await using platform = await startPlatform({ settings: shop.settings });
    const rest = restOf(platform, platform.key);
    const limit = (bytes: string) =>
      execFileSync('prlimit', [`--pid=${readOwner(platform.folder)?.pid}`, `--fsize=${bytes}:unlimited`]);
    const write = (key: string) =>
      rest.call('shopify_update_product_seo', { id: '8100000000010', title: key }, { 'idempotency-key': key });
    const sent = () => shop.operations().filter((name) => name === MUTATION).length;
    const ready = async () => (await rest.send('/health/detailed')).status;
    const keys = Array.from({ length: 5 }, () => randomUUID());
    const before = await Promise.all(keys.map(write));
    expect(before.map(({ status }) => status)).toEqual(keys.map(() => 200));

    limit('1024');
    const refused = await Promise.all(Array.from({ length: 20 }, () => write(randomUUID())));
    expect(new Set(refused.map(({ status, json }) => `${status} ${json.error?.code}`))).toEqual(
      new Set(['503 unavailable']),
    );
    expect(sent()).toBe(keys.length);
    await vi.waitFor(async () => expect(await ready()).toBe(503), WITHIN);
    expect((await rest.send('/health')).status).toBe(200);

    limit('unlimited');
    await vi.waitFor(async () => expect(await ready()).toBe(200), WITHIN);
    const late = await write(randomUUID());
    const again = await Promise.all(keys.map(write));
    expect(late.status).toBe(200);
    expect(again.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    expect(sent()).toBe(keys.length + 1);
    platform.signal('SIGKILL');
    await platform.ended;
    const database = new SqliteFile(join(platform.folder, 'platform.db'));
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  },
);
