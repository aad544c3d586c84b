import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRestPlatform } from '../../../test/support/rest-platform.ts';

describe('the front door under overload', () => {
  it('refuses at once and says when to come back, before anything is read or signed in', async () => {
    await using platform = await openRestPlatform({ gate: { refuses: () => true } });

    for (const path of ['/mcp', '/api/v1/tools', '/api/v1/tools/shop_list_items/call']) {
      const answer = await fetch(platform.url + path, { method: 'POST', body: 'not read' });

      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
      expect(await answer.json()).toMatchObject({ error: { code: 'unavailable', retryAfterMs: 2_000 } });
    }
    expect([platform.seen, platform.failures]).toEqual([[], []]);
  });

  it('never refuses probes and metrics, nor asks about them', async () => {
    let asked = 0;
    const refuses = () => {
      asked += 1;
      return true;
    };
    await using platform = await openRestPlatform({ gate: { refuses } });
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };

    for (const path of ['/health', '/health/startup', '/health/detailed', '/metrics']) {
      expect((await fetch(platform.url + path, { headers })).status).toBe(200);
    }
    expect(asked).toBe(0);
  });
});
