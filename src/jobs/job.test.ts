import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { type Log, type LogFields, silentLog } from '../kernel/log.ts';
import { type Job, runJobs } from './job.ts';

/** Starts jobs on a clock that stands still, and remembers what is logged as an error. */
function start(...jobs: Job[]) {
  const clock = createFakeClock();
  const errors: [LogFields, string][] = [];
  const log: Log = { ...silentLog, error: (fields, event) => void errors.push([fields, event]) };
  return { clock, errors, running: runJobs(jobs, clock, log) };
}

/** A job that counts its runs. */
function counting(everyMs: number, run: () => Promise<void> = async () => {}) {
  const job = {
    name: 'count',
    everyMs,
    runs: 0,
    run() {
      job.runs += 1;
      return run();
    },
  };
  return job;
}

describe('a job', () => {
  it('runs first after its interval, and then again and again', async () => {
    const job = counting(1_000);
    const { clock } = start(job);

    await clock.advance(999);
    expect(job.runs).toBe(0);
    await clock.advance(1);
    expect(job.runs).toBe(1);
    await clock.advance(3_000);
    expect(job.runs).toBe(4);
  });

  it('waits its interval from the end of a run, so that it never runs twice at once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const job = counting(1_000, () => promise);
    const { clock } = start(job);

    await clock.advance(5_000);
    expect(job.runs).toBe(1);
    resolve();
    await clock.advance(999);
    expect(job.runs).toBe(1);
    await clock.advance(1);

    expect(job.runs).toBe(2);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ])('that %s is logged with its name and runs again at its time', async (_, run) => {
    const job = counting(1_000, run);
    const { clock, errors } = start(job);

    await clock.advance(2_000);

    expect(job.runs).toBe(2);
    expect(errors).toEqual(Array(2).fill([{ err: new Error('no'), job: 'count' }, 'job failed']));
  });

  it('does not hold up another', async () => {
    const [stuck, other] = [counting(1_000, () => new Promise(() => {})), counting(1_000)];
    const { clock } = start(stuck, other);

    await clock.advance(3_000);

    expect([stuck.runs, other.runs]).toEqual([1, 3]);
  });
});

describe('the end of the jobs', () => {
  it('comes at once while they wait, and leaves no timer', async () => {
    const job = counting(1_000);
    const { clock, running } = start(job);

    await running[Symbol.asyncDispose]();
    await clock.advance(10_000);

    expect([job.runs, clock.waiting]).toEqual([0, 0]);
  });

  it('waits for a run that is under way, and there is no other after it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const job = counting(1_000, () => promise);
    const { clock, running } = start(job);
    await clock.advance(1_000);

    let ended = false;
    const ending = running[Symbol.asyncDispose]().then(() => {
      ended = true;
    });
    await clock.advance(0);
    expect(ended).toBe(false);
    resolve();
    await ending;
    await clock.advance(10_000);

    expect(job.runs).toBe(1);
  });
});
