import { expect, it } from 'vitest';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { type Checked, type DoctorCheck, runChecks } from './check.ts';

const ok = (id: string): DoctorCheck => ({ id, title: id, run: () => ({ status: 'ok', summary: 'fine' }) });

/** A clock on which every wait is over at once. */
const hasty: Clock = { ...systemClock, sleep: async () => undefined };

async function statuses(checks: readonly DoctorCheck[], clock: Clock = systemClock) {
  const told: Checked[] = [];
  const all = await runChecks(checks, clock, (checked) => told.push(checked));
  expect(told).toEqual(all);
  return all.map(({ id, status, summary }) => [id, status, summary]);
}

it('a check that stands on a failed one is not tried, nor what stands on that', async () => {
  const broken: DoctorCheck = { id: 'a', title: 'A', run: () => ({ status: 'failed', summary: 'no' }) };
  const trap = () => {
    throw new Error('was tried');
  };

  expect(
    await statuses([broken, { ...ok('b'), needs: ['a'], run: trap }, { ...ok('c'), needs: ['b'], run: trap }, ok('d')]),
  ).toEqual([
    ['a', 'failed', 'no'],
    ['b', 'skipped', 'not tried: A comes first'],
    ['c', 'skipped', 'not tried: b comes first'],
    ['d', 'ok', 'fine'],
  ]);
});

it('a warning blocks nothing', async () => {
  const wary: DoctorCheck = { id: 'a', title: 'A', run: () => ({ status: 'warning', summary: 'hm' }) };

  expect(await statuses([wary, { ...ok('b'), needs: ['a'] }])).toEqual([
    ['a', 'warning', 'hm'],
    ['b', 'ok', 'fine'],
  ]);
});

it('what a check throws is a failure, in the platform’s words where it has them', async () => {
  const throws = (error: Error): DoctorCheck => ({ ...ok('a'), run: () => Promise.reject(error) });

  expect(await statuses([throws(new PlatformError('unavailable', 'No answer.'))])).toEqual([
    ['a', 'failed', 'No answer.'],
  ]);
  expect(await statuses([throws(new TypeError('x'))])).toEqual([['a', 'failed', 'the check itself failed']]);
});

it('a check that does not come back is ended, and the next one runs', async () => {
  let aborted = false;
  const stuck: DoctorCheck = {
    ...ok('a'),
    run: (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      }),
  };

  expect(await statuses([stuck, ok('b')], hasty)).toMatchObject([
    ['a', 'failed', 'no answer within 20 s'],
    ['b', expect.any(String), expect.any(String)],
  ]);
  expect(aborted).toBe(true);
});
