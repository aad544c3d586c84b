import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';

/** Something done by the clock. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

/** Runs jobs, each again and again with `everyMs` between the end of a run and the next. A failure is logged and changes nothing. */
export function runJobs(jobs: readonly Job[], clock: Clock, log: Log): AsyncDisposable {
  const stop = new AbortController();
  const running = jobs.map((job) => repeat(job, clock, log, stop.signal));
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all(running);
    },
  };
}

async function repeat(job: Job, clock: Clock, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const stopped = await clock.sleep(job.everyMs, signal).then(
      () => false,
      () => true,
    );
    if (stopped) return;
    try {
      await job.run();
    } catch (error) {
      log.error({ err: error, job: job.name }, 'job failed');
    }
  }
}
