import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../src/kernel/errors.ts';
import { openAcmeBehindProxy } from '../support/acme-behind-proxy.ts';
import { openEmulatedShop } from '../support/emulated-shop.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import { restOf } from '../support/platform-client.ts';
import { startPlatform } from '../support/platform-process.ts';
import { READ, settle, setUp } from './support.ts';

describe('the places of a connection', () => {
  it('O2: are used up by calls that hang; the next waits as long as it may, then is told 503, and nothing stays open', async () => {
    await using acme = await openAcmeBehindProxy({ places: 20 });
    const { platform, proxy } = acme;
    await proxy.suffer({ silent: true });
    const hanging = Array.from({ length: 20 }, () => acme.read());
    await settle();

    const one = acme.read();
    await platform.clock.advance(1_000);
    expect(await one).toBe('connection_busy');

    expect(new Set(await Promise.all(hanging))).toEqual(new Set(['upstream_timeout']));
    await proxy.suffer({ down: true });
    await vi.waitFor(() => expect(proxy.open()).toBe(0));
    expect([platform.runtime.bulkhead.taken, platform.runtime.bulkhead.waiting]).toEqual([0, 0]);
    expect(await platform.timersLeft()).toBe(0);
  });

  it('O3: outlive connections that the vendor closes just as they are used: callers of reads notice nothing', async () => {
    await using acme = await openAcmeBehindProxy({ retry: { retries: 3, baseMs: 1, capMs: 1 } });
    let replies = 0;
    acme.say((request, response) => {
      replies += 1;
      const closes = replies % 3 === 0;
      response.end('{"rows":[]}', () => closes && setImmediate(() => request.socket.destroy()));
    });

    const ends: string[] = [];
    for (let n = 0; n < 30; n += 1) {
      let over = false;
      const end = acme.read().finally(() => {
        over = true;
      });
      while (!over) await acme.platform.clock.advance(1);
      ends.push(await end);
    }

    expect(ends).toEqual(Array(30).fill('ok'));
    expect(acme.proxy.accepted()).toBeGreaterThan(5);
  });

  it('O5: are given back at once by callers who leave, and their work is cancelled', async () => {
    await using platform = await setUp();
    let aborted = 0;
    const hang: typeof platform.vendor.wire = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          aborted += 1;
          reject(signal.reason);
        });
      });
    Object.assign(platform.runtime, { wire: hang });
    const callers = Array.from({ length: 40 }, () => new AbortController());
    const ends = callers.map(({ signal }) => platform.call(READ, { id: '1' }, { signal: () => signal }));
    await settle();
    expect(platform.bulkhead.taken).toBe(40);

    for (const caller of callers.slice(0, 20)) caller.abort(new PlatformError('cancelled', 'Left.'));
    await settle();

    expect([aborted, platform.bulkhead.taken]).toEqual([20, 20]);
    await platform.clock.advance(10_000);
    const codes = (await Promise.all(ends)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'cancelled')).toHaveLength(20);
    expect([platform.bulkhead.taken, await platform.timersLeft()]).toEqual([0, 0]);
  });
});

describe('a platform that is told to stop', () => {
  it('O4: under load: it answers what is under way, resets nobody, and ends with 0', async () => {
    await using shop = await openEmulatedShop();
    await using proxy = await openFaultProxy(shop.settings.EMULATOR_ORIGINS?.replace('shopify=', '') as string);
    const settings = { ...shop.settings, EMULATOR_ORIGINS: `shopify=${proxy.origin}`, CACHE_TTL_MS: '0' };
    await using platform = await startPlatform({ settings });
    const rest = restOf(platform, platform.key);
    await rest.call('shopify_list_products', { limit: 1 });
    await proxy.suffer({ latencyMs: 300 });

    const answers = Array.from({ length: 12 }, (_, n) => rest.call('shopify_list_products', { limit: n + 2 }));
    await shop.arrived('ListProducts', 13);
    platform.signal('SIGTERM');

    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses).toEqual(Array(12).fill(200));
    expect(await platform.ended).toEqual({ code: 0, signal: null });
  });
});

describe('a platform with more to do than it can', () => {
  it('O1: refuses some at once and says when to come back, is seen to be alive, and recovers by itself', async () => {
    const settings = { LOAD_SHED_LAG_MS: '5', RATE_CALLS_PER_MINUTE: '1000000', RATE_BURST: '100000' };
    await using platform = await startPlatform({ settings });
    const rest = restOf(platform, platform.key);
    await rest.call('shopify_get_shop');

    // More at a time than are taken without asking how busy it is, each sent anew as soon as it is answered.
    let refused = '';
    const flooded = flood(new URL(platform.url).port, platform.key, 96).then((answer) => {
      refused = answer;
    });
    // Whatever the machine can do: the loop comes round late, time and again, as one that has too much to do.
    while (refused === '') {
      platform.signal('SIGSTOP');
      await setTimeout(200);
      platform.signal('SIGCONT');
      await setTimeout(20);
    }
    await flooded;

    expect(refused).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 2\r\n.*"code":"unavailable"/s);
    expect((await fetch(`${platform.url}/health`)).status).toBe(200);
    await platform.logged(({ event }) => event === 'the overload is over: every request is taken');
    expect((await rest.send('/api/v1/tools')).status).toBe(200);
  });
});

/** Calls over so many sockets until one is refused, and gives that answer. An answer of this call comes in one piece. */
function flood(port: string, key: string, callers: number): Promise<string> {
  const head = [
    'POST /api/v1/tools/shopify_get_shop/call HTTP/1.1',
    'host: localhost',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    'content-length: 2',
  ];
  const call = Buffer.from(`${head.join('\r\n')}\r\n\r\n{}`);
  return new Promise((resolve) => {
    const sockets = Array.from({ length: callers }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of sockets) {
      socket.on('connect', () => socket.write(call));
      socket.setEncoding('utf8').on('data', (answer: string) => {
        if (!answer.startsWith('HTTP/1.1 503')) return void socket.write(call);
        for (const each of sockets) each.destroy();
        resolve(answer);
      });
    }
  });
}
