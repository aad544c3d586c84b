import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/kernel/clock.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import type { RateStore } from '../../src/limits/rate-store.ts';
import { MemoryExactRateStore } from '../../src/storage/memory/memory-exact-rate-store.ts';
import { MemoryRateStore } from '../../src/storage/memory/memory-rate-store.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { openMcpServer } from '../support/mcp-server.ts';
import { ADMIN_KEY, openRestPlatform } from '../support/rest-platform.ts';
import { READ, setUp } from './support.ts';

const LIMIT = { callsPerMinute: 1_000, burst: 100 };

/** 200 calls a second for three minutes; gives the most that were taken in any sixty seconds. */
async function worstMinute(open: (clock: Clock) => RateStore, phaseMs: number) {
  let elapsed = phaseMs;
  const store = open({ ...createFakeClock(), monotonicMs: () => elapsed });
  const taken: number[] = [];
  for (; elapsed < 180_000 + phaseMs; elapsed += 5) if ((await store.take('a', LIMIT)).allowed) taken.push(elapsed);
  let worst = 0;
  for (let from = 0, to = 0; to < taken.length; to += 1) {
    while ((taken[to] as number) - (taken[from] as number) >= 60_000) from += 1;
    worst = Math.max(worst, to - from + 1);
  }
  return worst;
}

describe('the limit of a principal', () => {
  it.each([0, 17_000, 59_999])(
    'L1: takes 1,100 in the worst minute of 200 a second, from phase %i on',
    async (phase) => {
      const worst = await worstMinute((clock) => new MemoryRateStore(clock), phase);

      expect(worst).toBeLessThanOrEqual(1_100);
      expect(worst).toBeGreaterThanOrEqual(1_000);
    },
  );

  it.each([0, 17_000, 59_999])('L1: takes exactly 1,000 where the window is exact, from phase %i on', async (phase) => {
    expect(await worstMinute((clock) => new MemoryExactRateStore(clock), phase)).toBe(1_000);
  });

  it.each([
    ['paced', (clock: Clock) => new MemoryRateStore(clock)],
    ['exact', (clock: Clock) => new MemoryExactRateStore(clock)],
  ])(
    'L4: takes a thousand calls a second of sixty principals for three minutes and refuses none, %s',
    async (_, open) => {
      let elapsed = 0;
      const store = open({ ...createFakeClock(), monotonicMs: () => elapsed });
      let refused = 0;
      // Each calls every 60 ms, which is 1,000 a minute; all begin at another moment.
      for (; elapsed < 180_000; elapsed += 1) {
        const { allowed } = await store.take(`principal ${elapsed % 60}`, LIMIT);
        if (!allowed) refused += 1;
      }
      expect(refused).toBe(0);
      // One more than its pace is refused: the limit is there.
      elapsed -= 1;
      const more = await Promise.all(Array.from({ length: 200 }, () => store.take('principal 0', LIMIT)));
      expect(more.some(({ allowed }) => !allowed)).toBe(true);
    },
  );

  it('L2: names a wait after which a call passes, and a moment before which none does', async () => {
    await using platform = await setUp({ rate: { callsPerMinute: 60, burst: 3 }, cacheTtlMs: 0 });
    for (let n = 0; n < 20; n += 1) {
      let end = await platform.call(READ);
      while (end.code !== 'rate_limited') end = await platform.call(READ);
      await platform.clock.advance((end.retryAfterMs as number) - 1);
      expect((await platform.call(READ)).code).toBe('rate_limited');
      await platform.clock.advance(1);
      expect((await platform.call(READ)).code).toBe('ok');
    }
  });

  it('L2: is told with every answer to a call, over REST', async () => {
    const rate = { allowed: true, remaining: 41, retryAfterMs: 0, resetAfterMs: 3_540 };
    await using platform = await openRestPlatform({
      behaviour: async ({ facts, input }) => {
        Object.assign(facts ?? {}, { callsPerMinute: 1_000, rate });
        if ((input as { limit?: number }).limit === 0) throw new PlatformError('upstream_failed', 'It failed.');
        return {};
      },
    });
    const call = (body: object) =>
      fetch(`${platform.url}/api/v1/tools/shop_list_items/call`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    for (const [body, status] of [
      [{}, 200],
      [{ limit: 0 }, 502],
    ] as const) {
      const answer = await call(body);
      expect([answer.status, answer.headers.get('ratelimit'), answer.headers.get('ratelimit-policy')]).toEqual([
        status,
        '"calls";r=41;t=4',
        '"calls";q=1000;w=60',
      ]);
    }
  });

  it('L2: is told with every answer to a call, over MCP, and with no other', async () => {
    await using server = await openMcpServer();
    const { call } = server.gateway;
    server.gateway.call = (request) => {
      const rate = { allowed: false, remaining: 0, retryAfterMs: 61, resetAfterMs: 6_000 };
      Object.assign(request.facts ?? {}, { callsPerMinute: 1_000, rate });
      return call(request);
    };

    const called = await server.modern('tools/call', { name: 'trial_echo', arguments: { text: 'tea' } });
    const listed = await server.modern('tools/list');

    expect(called.headers).toMatchObject({ ratelimit: '"calls";r=0;t=1', 'ratelimit-policy': '"calls";q=1000;w=60' });
    expect(listed.headers).not.toHaveProperty('ratelimit');
  });

  it.each([
    ['pace', (clock: Clock) => new MemoryRateStore(clock)],
    ['exact', (clock: Clock) => new MemoryExactRateStore(clock)],
  ] as const)('L3: is not refilled by a step of the wall clock, counted by %s', async (_, open) => {
    const clock = createFakeClock();
    const store: RateStore = open(clock);
    for (let n = 0; n < LIMIT.burst; n += 1) await store.take('a', LIMIT);

    for (const step of [3_600_000, -7_200_000]) {
      clock.stepWall(step);
      expect((await store.take('a', LIMIT)).allowed).toBe(false);
    }
  });
});
