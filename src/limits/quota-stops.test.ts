import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { QuotaStops } from './quota-stops.ts';

const HOUR_MS = 3_600_000;

function setUp() {
  const clock = createFakeClock();
  const stops = new QuotaStops(clock);
  return { clock, stops, at: (ms: number) => clock.now() + ms };
}

describe('a quota that is used up', () => {
  it('refuses the whole connection until the instant the vendor named, and no longer', async () => {
    const { clock, stops, at } = setUp();
    stops.stop(undefined, at(60_000), 'Used up.');

    await clock.advance(59_999);
    expect(stops.refusal('site')).toMatchObject({
      code: 'upstream_quota',
      message: 'Used up.',
      details: { retryAfterMs: 1, sent: 'no' },
    });
    await clock.advance(1);

    expect(stops.refusal('site')).toBeUndefined();
    expect(stops.view()).toEqual({ scopes: 0 });
  });

  it('of a scope refuses that scope alone', async () => {
    const { clock, stops, at } = setUp();
    stops.stop('a', at(60_000), 'Used up.');

    expect(stops.refusal('a')).toMatchObject({ code: 'upstream_quota' });
    expect([stops.refusal('b'), stops.refusal(undefined)]).toEqual([undefined, undefined]);
    await clock.advance(60_000);
    expect(stops.refusal('a')).toBeUndefined();
  });

  it('is not thought to be used up for longer than a day, whatever the vendor says', async () => {
    const { clock, stops, at } = setUp();
    stops.stop(undefined, at(1_000 * HOUR_MS), 'Used up.');
    stops.stop('a', Number.POSITIVE_INFINITY, 'Used up.');

    await clock.advance(25 * HOUR_MS);

    expect([stops.refusal(undefined), stops.refusal('a')]).toEqual([undefined, undefined]);
  });

  it.each([0, -5, Number.NaN])('until an instant that is none stops nothing: %s', (ms) => {
    const { stops, at } = setUp();

    stops.stop(undefined, at(ms), 'Used up.');

    expect(stops.refusal(undefined)).toBeUndefined();
  });

  it('again within the hour after rests for as long as the vendor means then, each scope for itself', async () => {
    const { clock, stops, at } = setUp();
    const stop = (scope: string) => stops.stop(scope, at(900_000), 'Rests.', at(8 * HOUR_MS));
    stop('site');
    await clock.advance(900_000);
    expect(stops.refusal('site')).toBeUndefined();
    await clock.advance(HOUR_MS);

    stop('site');
    stop('other');

    expect(stops.refusal('site')?.details.retryAfterMs).toBe(8 * HOUR_MS);
    expect(stops.refusal('other')?.details.retryAfterMs).toBe(900_000);
  });

  it('again later than that is the first time again, and so are attempts that ended beside the first', async () => {
    const { clock, stops, at } = setUp();
    const stop = () => stops.stop('site', at(900_000), 'Rests.', at(8 * HOUR_MS));
    stop();
    stop();
    expect(stops.refusal('site')?.details.retryAfterMs).toBe(900_000);
    await clock.advance(900_000 + HOUR_MS + 1);

    stop();

    expect(stops.refusal('site')?.details.retryAfterMs).toBe(900_000);
  });

  it('is forgotten when an operator says so', () => {
    const { stops, at } = setUp();
    stops.stop(undefined, at(60_000), 'Used up.');
    stops.stop('a', at(60_000), 'Used up.');
    expect(stops.view()).toEqual({ usedUpForMs: 60_000, scopes: 1 });

    expect([stops.clear(), stops.clear()]).toEqual([true, false]);
    expect(stops.refusal('a')).toBeUndefined();
  });

  it('keeps no more than a thousand scopes, the latest', () => {
    const { stops, at } = setUp();

    for (let n = 0; n < 1_200; n += 1) stops.stop(`site ${n}`, at(60_000), 'Used up.');

    expect(stops.view().scopes).toBe(1_000);
    expect([stops.refusal('site 199'), stops.refusal('site 200')?.code]).toEqual([undefined, 'upstream_quota']);
  });

  it('is among those that run until it is over', async () => {
    const { clock, stops, at } = setUp();
    stops.stop(undefined, at(60_000), 'All of it.');
    stops.stop('site', at(30_000), 'The site.');

    expect(stops.running()).toEqual([
      { scope: undefined, forMs: 60_000, message: 'All of it.' },
      { scope: 'site', forMs: 30_000, message: 'The site.' },
    ]);
    await clock.advance(30_000);
    expect(stops.running()).toEqual([{ scope: undefined, forMs: 30_000, message: 'All of it.' }]);
    await clock.advance(30_000);
    expect(stops.running()).toEqual([]);
  });
});
