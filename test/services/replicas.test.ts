import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqlIdempotencyStore } from '../../src/storage/sql/sql-idempotency-store.ts';
import { openDatabaseLine } from '../support/database-line.ts';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { restOf } from '../support/platform-client.ts';
import { runPlatform, startPlatform } from '../support/platform-process.ts';
import { createPostgresPlace, type PostgresPlace } from '../support/postgres.ts';
import { intentFixture, writeRecordFixture } from '../support/write-record.ts';

const SEALING_KEY = 'q0Zk7cT5vXw2nR8mJ4hLs9bYdG1fPaEuVi3oKx6tBzQ';
const FIRST_ADMIN = 'mcpk_Zr5Wc8Xq1Lm4Vt7Bn0Ky3Hj6Gf9Ds2Pa5Ou8Ie1Qw4';
const IN_FORCE_MS = 1_000;
const WITHIN = { timeout: 10_000, interval: 100 };

describe('two replicas on one PostgreSQL', () => {
  let place: PostgresPlace;
  let settings: Record<string, string>;

  beforeEach(() => {
    place = createPostgresPlace();
    settings = { DATABASE_URL: place.url, OAUTH_ENCRYPTION_KEY: SEALING_KEY, ADMIN_API_KEY: FIRST_ADMIN };
  });

  afterEach(() => place[Symbol.asyncDispose]());

  it('start at the same moment, know the same keys, and a revocation holds on the other within a second', async () => {
    const [first, second] = await Promise.all([startPlatform({ settings }), startPlatform({ settings })]);
    await using _first = first;
    await using _second = second;
    const admin = restOf(first, FIRST_ADMIN);
    const { id, key } = await admin.newKey('viewer');
    const status = async () => (await restOf(second, key).send('/api/v1/whoami')).status;
    // Seen by both, so that both hold it in memory.
    expect([await status(), (await restOf(first, key).send('/api/v1/whoami')).status]).toEqual([200, 200]);

    await admin.act('keys.revoke', { id });
    const from = performance.now();
    let seen = await status();
    while (seen === 200 && performance.now() - from < 5_000) {
      await pause(20);
      seen = await status();
    }

    expect(seen).toBe(401);
    expect(performance.now() - from).toBeLessThan(IN_FORCE_MS);
    expect((await restOf(second, FIRST_ADMIN).send('/api/v1/whoami')).status).toBe(200);
  });

  it('carry a write out once between them, and both give its answer', async () => {
    await using shop = await openEmulatedShop();
    const both = { ...settings, ...shop.settings };
    const started = await Promise.all([startPlatform({ settings: both }), startPlatform({ settings: both })]);
    await using _first = started[0];
    await using _second = started[1];
    const replicas = started.map((replica) => restOf(replica, FIRST_ADMIN));
    const input = { id: '8100000000010', title: 'Written once' };
    const headers = { 'idempotency-key': randomUUID() };

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => replicas[index % 2]?.call('shopify_update_product_seo', input, headers)),
    );
    const later = await Promise.all(replicas.map((rest) => rest.call('shopify_update_product_seo', input, headers)));

    // The others came while it was under way (409), or after it (200).
    for (const answer of answers) expect([200, 409]).toContain(answer?.status);
    expect(later.map(({ status }) => status)).toEqual([200, 200]);
    expect(later[0]?.text).toBe(later[1]?.text);
    expect(shop.operations().filter((name) => name === 'UpdateProductSeo')).toHaveLength(1);
  });

  it('leave each other the writes under way, and settle those that nobody can be carrying out any more', async () => {
    await using database = await place.open();
    const store = new SqlIdempotencyStore(database);
    const now = Date.now();
    const underWay = writeRecordFixture({ key: 'under way', createdAt: now, expiresAt: now + 3_600_000 });
    const leftBehind = writeRecordFixture({ key: 'left behind', createdAt: now - 300_000, expiresAt: now + 3_600_000 });
    for (const record of [underWay, leftBehind]) {
      await store.claim(record, intentFixture(record), 0);
      await store.advance(record.id, 'claimed', 'sent');
    }

    await using replica = await startPlatform({ settings });

    expect(replica.banner).toContain('A write was under way');
    expect(
      await store.advance(underWay.id, 'sent', 'done', { sealed: 'v1.sealed', expiresAt: Number.MAX_SAFE_INTEGER }),
    ).toBe(true);
    expect(
      await store.advance(leftBehind.id, 'sent', 'done', { sealed: 'v1.sealed', expiresAt: Number.MAX_SAFE_INTEGER }),
    ).toBe(false);
  });

  it('come back by themselves when their connections break, and keep their audit rows', async () => {
    await using replica = await startPlatform({ settings });
    const rest = restOf(replica, FIRST_ADMIN);
    const call = () => rest.call('shopify_list_locations');
    expect((await call()).status).toBe(200);

    await place.breakConnections();
    const during = (await call()).status;
    await vi.waitFor(async () => expect((await rest.send('/health/detailed')).status).toBe(200), WITHIN);
    const after = (await call()).status;

    expect([200, 503]).toContain(during);
    expect(after).toBe(200);
    const audited = async () => (await rest.audit({ subject: 'shopify_list_locations', limit: 50 })).length;
    await vi.waitFor(async () => expect(await audited()).toBe(3), WITHIN);
    expect(replica.logText()).not.toContain(settings.DATABASE_URL);
  });
});

describe('a replica whose PostgreSQL is gone', () => {
  it('is not ready, sends no write, and goes on by itself when it is back', async () => {
    await using place = createPostgresPlace();
    await using line = await openDatabaseLine(place.address);
    await using shop = await openEmulatedShop();
    const through = new URL(place.url);
    through.searchParams.delete('host');
    through.host = `127.0.0.1:${line.port}`;
    await using replica = await startPlatform({
      settings: {
        ...shop.settings,
        DATABASE_URL: through.href,
        OAUTH_ENCRYPTION_KEY: SEALING_KEY,
        ADMIN_API_KEY: FIRST_ADMIN,
      },
    });
    const rest = restOf(replica, FIRST_ADMIN);
    const write = () => rest.call('shopify_update_product_seo', { id: '8100000000010', title: 'After the outage' });
    const readiness = async () => (await rest.send('/health/detailed')).status;
    const mutations = () => shop.operations().filter((name) => name === 'UpdateProductSeo').length;
    expect([(await rest.send('/api/v1/whoami')).status, await readiness()]).toEqual([200, 200]);

    line.down();
    const refused = await write();
    await vi.waitFor(async () => expect(await readiness()).toBe(503), WITHIN);
    const sentMeanwhile = mutations();
    const read = await rest.call('shopify_list_locations');
    line.up();
    await vi.waitFor(async () => expect(await readiness()).toBe(200), WITHIN);
    const accepted = await write();

    expect([refused.status, refused.json.error?.code ?? refused.json.code]).toEqual([503, 'unavailable']);
    expect(sentMeanwhile).toBe(0);
    // Outside production reads go on, and their audit rows wait.
    expect(read.status).toBe(200);
    expect([accepted.status, mutations()]).toEqual([200, 1]);
    const subjects = (await rest.audit({ limit: 50 })).map(({ subject }) => subject);
    expect(subjects).toContain('shopify_list_locations');
  });
});

describe('the command line beside PostgreSQL', () => {
  it('finds it in order, or says why not, and shows no password', async () => {
    await using place = createPostgresPlace();
    await using folder = await startPlatform({
      settings: { DATABASE_URL: place.url, OAUTH_ENCRYPTION_KEY: SEALING_KEY },
    });
    const wrong = new URL(place.url);
    wrong.password = 'hush-hush';
    wrong.port = '1';
    const doctor = (DATABASE_URL: string) =>
      runPlatform(['doctor'], {
        settings: { DATABASE_URL, OAUTH_ENCRYPTION_KEY: SEALING_KEY, DATA_DIR: folder.folder },
      });

    const [good, bad] = [await doctor(place.url), await doctor(wrong.href)];

    expect(good.stdout).toContain('PostgreSQL answers');
    expect(bad.stdout).toContain('nothing listens');
    expect(bad.stdout + bad.stderr + good.stdout).not.toContain('hush-hush');
  });
});
