import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { killDuringWrites } from '../support/kill-rounds.ts';
import { restOf } from '../support/platform-client.ts';
import { startPlatform } from '../support/platform-process.ts';

describe('a process that is killed or stopped', () => {
  it('X1: keeps every write that it acknowledged and repeats none, killed at random while it writes', async () => {
    const { kills, sent, acknowledged, lost, doubled, strange, integrity } = await killDuringWrites(3);

    expect({ kills, lost, doubled, strange }).toEqual({ kills: 3, lost: 0, doubled: 0, strange: [] });
    expect([...integrity]).toEqual(['ok']);
    expect(acknowledged).toBeGreaterThan(10);
    expect(sent).toBeGreaterThan(acknowledged);
  }, 60_000);

  it('X3: goes on after a pause longer than its attempts, and makes no write twice', async () => {
    await using shop = await openEmulatedShop();
    await using platform = await startPlatform({ settings: { ...shop.settings, ATTEMPT_TIMEOUT_MS: '1000' } });
    const rest = restOf(platform, platform.key);
    await shop.switchFaults('delayMs=300;when=after;match=CreateProduct');
    const headers = { 'idempotency-key': randomUUID() };
    const write = () => rest.call('shopify_create_product', { title: 'Paused' }, headers);
    const first = write();
    await shop.arrived('CreateProduct');
    platform.signal('SIGSTOP');
    await setTimeout(2_500);
    platform.signal('SIGCONT');

    // Whether the reply was in time is the kernel's to say; what is told is true either way.
    const { status, json } = await first;
    expect([status, json.error?.code]).toEqual(status === 200 ? [200, undefined] : [502, 'outcome_unknown']);
    const again = await write();
    expect(again.status).toBe(status);
    expect(shop.operations().filter((name) => name === 'CreateProduct')).toHaveLength(1);
    expect((await rest.call('shopify_get_shop')).status).toBe(200);
  });
});
