import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import { restOf } from '../support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../support/platform-process.ts';

const WITHIN = { timeout: 9_000, interval: 100 };

async function health({ url, key }: PlatformProcess, path = '/health/detailed') {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  return { status: answer.status, told: ((await answer.json()) as { status: string }).status };
}

describe('health', () => {
  it('H1: stays alive and ready with every vendor down, and says degraded; C6: nothing is made up meanwhile', async () => {
    await using shop = await openEmulatedShop();
    await using proxy = await openFaultProxy(shop.settings.EMULATOR_ORIGINS?.replace('shopify=', '') as string);
    const settings = { ...shop.settings, EMULATOR_ORIGINS: `shopify=${proxy.origin}`, RETRY_BASE_MS: '1' };
    await using platform = await startPlatform({ settings });
    const rest = restOf(platform, platform.key);
    await proxy.suffer({ down: true });

    for (let n = 1; n <= 10; n += 1) {
      const { status, json } = await rest.call('shopify_list_products', { limit: n });
      expect([502, 503]).toContain(status);
      expect(json).not.toHaveProperty('mode');
    }

    expect(await health(platform, '/health')).toEqual({ status: 200, told: 'ok' });
    expect(await health(platform)).toEqual({ status: 200, told: 'degraded' });
    await platform.logged((line) => line.event === 'circuit moved' && line.to === 'open');
  });

  it('H3: is not ready while the database cannot be written, refuses writes before the vendor, and comes back by itself', async () => {
    await using shop = await openEmulatedShop();
    await using platform = await startPlatform({ settings: shop.settings });
    const rest = restOf(platform, platform.key);
    const other = new Database(join(platform.folder, 'platform.db'));

    other.exec('BEGIN EXCLUSIVE');
    await vi.waitFor(async () => expect(await health(platform)).toEqual({ status: 503, told: 'unavailable' }), WITHIN);
    expect(await health(platform, '/health')).toEqual({ status: 200, told: 'ok' });
    const refused = await rest.call('shopify_update_product_seo', { id: '8100000000010', title: 'Not now' });
    expect([refused.status, refused.json.error.code]).toEqual([503, 'unavailable']);
    expect(shop.operations()).not.toContain('UpdateProductSeo');

    other.exec('COMMIT');
    other.close();
    await vi.waitFor(async () => expect((await health(platform)).status).toBe(200), WITHIN);
  }, 40_000);
});
