import { expect, it } from 'vitest';
import { openTestGateway } from '../../../test/support/test-gateway.ts';

it('an attempt is slow for what the vendor had of it, whatever came before', async () => {
  await using platform = await openTestGateway({ cacheTtlMs: 0, attemptMs: 10_000 });
  const { wire } = platform.vendor;
  let tookMs = 0;
  const slow: typeof wire = async (...sent) => {
    await platform.clock.advance(tookMs);
    return wire(...sent);
  };
  Object.assign(platform.runtime, { wire: slow });
  const call = async (limit: number, ms: number) => {
    tookMs = ms;
    await platform.gateway.call(platform.request(platform.principal('admin'), 'acme_list_rows', { limit }));
    return platform.runtime.breaker.view().slow;
  };
  await platform.clock.advance(3_600_000);

  expect(await call(1, 4_999)).toBe(0);
  expect(await call(2, 5_001)).toBe(1);
});
