import { describe, expect, it } from 'vitest';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import type { Answer } from './gateway.ts';

const READ = 'acme_list_rows';

async function setUp() {
  const platform = await openTestGateway({});
  const ask = (role: 'operator' | 'analyst', input: object = { limit: 1 }) =>
    platform.gateway.callNow(platform.request(platform.principal(role), READ, input));
  return Object.assign(platform, { ask });
}

describe('a call that is answered at once where that can be', () => {
  it.each(['operator', 'analyst'] as const)('gives a hit of the cache without a promise, to an %s', async (role) => {
    await using platform = await setUp();
    const first = await platform.ask(role);

    const again = platform.ask(role);

    expect(again).not.toBeInstanceOf(Promise);
    const { rendered, facts } = again as Answer;
    expect([facts.cache, rendered.json]).toEqual(['hit', first.rendered.json]);
  });

  it('records, counts and logs it as any other', async () => {
    await using platform = await setUp();
    await platform.ask('operator');
    void platform.ask('operator');
    await platform.trail.flush();

    const rows = await platform.audits.find({ limit: 10 });

    expect(rows.map(({ outcome, answeredBy }) => [outcome, answeredBy])).toEqual([
      ['ok', 'hit'],
      ['ok', 'miss'],
    ]);
    expect(await platform.gateway.idle(0)).toBe(true);
  });

  it('rejects and never throws, whatever is wrong', async () => {
    await using platform = await setUp();

    const refused = platform.ask('operator', { limit: 'many' });

    expect(refused).toBeInstanceOf(Promise);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await platform.gateway.idle(0)).toBe(true);
  });
});
