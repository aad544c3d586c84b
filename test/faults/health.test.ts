import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import { restOf } from '../support/platform-client.ts';
import {
  LAUNCHER,
  type PlatformProcess,
  platformEnvironment,
  startPlatform,
  temporaryFolder,
} from '../support/platform-process.ts';

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

  it('H2: a process that is stuck fails three probes in a row, one that was busy for a moment does not, and both go on', async () => {
    await using platform = await startPlatform({ settings: { MOCK_MODE: 'always' } });
    // Kubernetes asks every 10 s, with a time limit, and restarts after three failures; here all is fifty times as fast.
    const failuresDuring = async (stoppedMs: number) => {
      let inARow = 0;
      let most = 0;
      let isOver = false;
      const probing = (async () => {
        while (!isOver) {
          const alive = await fetch(`${platform.url}/health`, { signal: AbortSignal.timeout(200) }).then(
            ({ ok }) => ok,
            () => false,
          );
          inARow = alive ? 0 : inARow + 1;
          most = Math.max(most, inARow);
          await setTimeout(100);
        }
      })();
      platform.signal('SIGSTOP');
      await setTimeout(stoppedMs);
      platform.signal('SIGCONT');
      await vi.waitFor(
        async () => expect(await health(platform, '/health')).toEqual({ status: 200, told: 'ok' }),
        WITHIN,
      );
      isOver = true;
      await probing;
      return most;
    };

    expect(await failuresDuring(2_000)).toBeGreaterThanOrEqual(3);
    expect(await failuresDuring(150)).toBeLessThan(3);
    expect((await restOf(platform, platform.key).call('shopify_get_shop')).status).toBe(200);
  });

  it('H4: a start that takes long takes no traffic until it is over, and then is ready', async () => {
    using folder = temporaryFolder();
    const port = await freePort();
    const settings = { PORT: String(port), DATA_DIR: folder.path };
    const child = spawn(process.execPath, [LAUNCHER, 'start'], {
      env: { ...platformEnvironment(settings), MCP_PLATFORM_LAUNCHED: '1' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const probe = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(500) }).then(
        ({ status }) => status,
        () => 'no answer' as const,
      );
    try {
      // In the middle of loading.
      await setTimeout(200);
      child.kill('SIGSTOP');
      const seen = new Set<number | string>();
      for (let n = 0; n < 20; n += 1) {
        for (const path of ['/health/startup', '/health/detailed', '/api/v1/tools']) seen.add(await probe(path));
        await setTimeout(50);
      }
      child.kill('SIGCONT');
      expect([...seen]).toEqual(['no answer']);
      let early: number | string;
      do {
        early = await probe('/health/detailed');
        // What answers says that it is not ready, until the start is over.
        if (early !== 200) expect([503, 'no answer']).toContain(early);
      } while (early !== 200);
      expect(await probe('/health/startup')).toBe(200);
      expect(await probe('/api/v1/tools')).toBe(401);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
