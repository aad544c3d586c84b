import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatedShop, openEmulatedShop } from '../support/emulated-shop.ts';
import { type Rest, restOf } from '../support/platform-client.ts';
import { type PlatformProcess, runPlatform, startPlatform } from '../support/platform-process.ts';

const WRITE = 'shopify_update_product_seo';
const MUTATION = 'UpdateProductSeo';
const PRODUCT = '8100000000010';

let shop: EmulatedShop;
let platform: PlatformProcess;
let admin: Rest;

beforeAll(async () => {
  shop = await openEmulatedShop();
  platform = await startPlatform({ settings: { ...shop.settings, RETRY_ATTEMPTS: '0' } });
  admin = restOf(platform, platform.key);
});

afterAll(async () => {
  await platform[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

const mutations = () => shop.operations().filter((name) => name === MUTATION).length;
const letters = (...args: string[]) =>
  runPlatform(['dead-letters', ...args], { settings: { DATA_DIR: platform.folder } });

/** Has a principal make a write that the shop throttles, and gives its parts and the id that it is kept under. */
async function park(who: Rest) {
  const headers = { 'idempotency-key': randomUUID() };
  const input = { id: PRODUCT, title: `Kept ${headers['idempotency-key']}` };
  await shop.switchFaults(`throttle;match=${MUTATION}`);
  const { status, json } = await who.call(WRITE, input, headers);
  expect([status, json.error.code]).toEqual([503, 'parked']);
  return { headers, input, id: json.error.record as string };
}

describe('dead letters on the command line', () => {
  it('are listed, shown and sent again, and the caller gets the answer under the key it used', async () => {
    const { headers, input, id } = await park(admin);
    const before = mutations();

    const listed = await letters('list', '--state', 'parked');
    const shown = await letters('show', id, '--json');
    const redriven = await letters('redrive', id);
    const again = await letters('redrive', id, '--json');
    const replay = await admin.call(WRITE, input, headers);

    expect(listed.stdout).toContain(id);
    expect(listed.stdout).not.toContain(input.title);
    expect(JSON.parse(shown.stdout)).toMatchObject({ letter: { id, state: 'parked' }, input });
    expect([redriven.code, redriven.stdout]).toEqual([0, expect.stringContaining(`${id}  ok`)]);
    expect([again.code, JSON.parse(again.stdout).redriven[0].outcome]).toEqual([1, 'conflict']);
    expect([replay.status, replay.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(mutations()).toBe(before + 1);
  });

  it('of a revoked key are not sent, are discarded, and are counted in the metrics', async () => {
    const { id: keyId, key } = await admin.newKey('operator');
    const { id } = await park(restOf(platform, key));
    await admin.act('keys.revoke', { id: keyId });
    const before = mutations();

    const redriven = await letters('redrive', '--all', '--json');
    const discarded = await letters('discard', id, '--reason', 'Its author has left.');
    const { text } = await admin.send('/metrics');

    expect(JSON.parse(redriven.stdout).redriven).toMatchObject([{ id, outcome: 'forbidden' }]);
    expect([discarded.code, discarded.stdout]).toEqual([0, expect.stringContaining('will not be sent')]);
    expect(text).toContain('mcp_platform_dead_letters{state="discarded"} 1');
    expect(text).toContain('mcp_platform_dead_letters{state="parked"} 0');
    expect(mutations()).toBe(before);
    const rows = await admin.audit({ subject: 'dead-letters.discard' });
    expect(rows).toMatchObject([{ outcome: 'ok', face: 'rest', detail: `${id}: Its author has left.` }]);
  });
});
