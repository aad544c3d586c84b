import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';

/** What a check found. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed';
  /** What is so, in a few words; never a secret. */
  readonly summary: string;
  /** What to do, a line each. */
  readonly advice?: readonly string[];
}

/** One thing that `doctor` looks at. */
export interface DoctorCheck {
  /** Stable word for scripts: `data-folder`, `connection:shopify/default`. */
  readonly id: string;
  readonly title: string;
  /** Ids of checks before it; where one of them failed, this one is not tried. */
  readonly needs?: readonly string[];
  /** Finds out and changes nothing. The signal aborts when its time is up. What it throws is told as a failure. */
  run(signal: AbortSignal): Promise<Finding> | Finding;
}

/** A finding with its place in the report. */
export interface Checked extends Omit<Finding, 'status'> {
  readonly id: string;
  readonly title: string;
  readonly status: Finding['status'] | 'skipped';
  /** Milliseconds that finding out took. */
  readonly durationMs: number;
}

/** Longest time for one check: a vendor's slow answer included. */
const CHECK_TIMEOUT_MS = 20_000;

/** Runs the checks one after the other and tells each finding as soon as it is there. Never rejects. */
export async function runChecks(
  checks: readonly DoctorCheck[],
  clock: Clock,
  tell: (checked: Checked) => void,
): Promise<readonly Checked[]> {
  const all: Checked[] = [];
  for (const check of checks) {
    const startedAt = clock.monotonicMs();
    const blocker = all.find(
      ({ id, status }) => check.needs?.includes(id) && (status === 'failed' || status === 'skipped'),
    );
    const found = blocker
      ? { status: 'skipped' as const, summary: `not tried: ${blocker.title} comes first` }
      : await findOut(check, clock);
    const checked = {
      id: check.id,
      title: check.title,
      ...found,
      durationMs: Math.round(clock.monotonicMs() - startedAt),
    };
    all.push(checked);
    tell(checked);
  }
  return all;
}

async function findOut(check: DoctorCheck, clock: Clock): Promise<Finding> {
  const overdue = new AbortController();
  const done = new AbortController();
  const late = clock.sleep(CHECK_TIMEOUT_MS, done.signal).then(
    (): Finding => ({ status: 'failed', summary: `no answer within ${CHECK_TIMEOUT_MS / 1000} s` }),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([late, Promise.resolve().then(() => check.run(overdue.signal))]);
  } catch (error) {
    const summary = error instanceof PlatformError ? error.message : 'the check itself failed';
    const advice =
      error instanceof PlatformError ? [] : [`Report it: ${error instanceof Error ? error.message : error}`];
    return { status: 'failed', summary, advice };
  } finally {
    done.abort();
    overdue.abort();
  }
}
