import { expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { CallsUnderWay } from './calls-under-way.ts';

it('is idle at once when there is no call', async () => {
  expect(await new CallsUnderWay(createFakeClock()).idle(0)).toBe(true);
});

it('is idle when the last of its calls has ended, for everybody who waits', async () => {
  const calls = new CallsUnderWay(createFakeClock());
  calls.begin();
  calls.begin();
  const waits = [calls.idle(1_000), calls.idle(1_000)];
  let told = false;
  void waits[0]?.then(() => {
    told = true;
  });

  calls.end();
  await Promise.resolve();
  expect(told).toBe(false);
  calls.end();

  expect(await Promise.all(waits)).toEqual([true, true]);
});

it('gives up when the time is over, and no later end changes that', async () => {
  const clock = createFakeClock();
  const calls = new CallsUnderWay(clock);
  calls.begin();
  const wait = calls.idle(500);

  await clock.advance(500);
  calls.end();

  expect(await wait).toBe(false);
});
