import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { restOf } from '../platform-client.ts';
import { type Settings, temporaryFolder } from '../platform-process.ts';
import { seeded } from '../seeded.ts';
import { Book, type End, type Kept } from './book.ts';
import { makeCall } from './caller.ts';
import { type Closing, closeLedger } from './close-ledger.ts';
import { openFaultyVendors } from './faulty-vendors.ts';
import { type AuditVerdict, judge, judgeAudit, type Verdict } from './judge.ts';
import { ONCE, type Plan, PRINCIPALS, planOf } from './plan.ts';
import { StandingPlatform } from './standing-platform.ts';

export interface LedgerOptions {
  readonly calls: number;
  readonly seed: number;
  readonly kills: number;
  readonly pauses: number;
  readonly tell?: (text: string) => void;
}

export interface LedgerFindings {
  readonly calls: readonly Kept[];
  readonly writes: number;
  readonly verdict: Verdict;
  readonly audit: AuditVerdict;
  readonly closing: Closing;
  readonly struck: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly pauses: number;
  /** Keyed writes that were not carried out exactly once when all was closed; at least once where repeating is harmless. */
  readonly wrongSums: readonly string[];
  readonly seconds: number;
}

const CALLERS = 24;
/** The faults change after so many calls. */
const STRETCH = 40;
const TRIES_MAX = 3;
const PAUSE_MS = 4_000;
/** A caller who is told to come back comes back after this long at most. */
const PATIENCE_MS = 1_000;
const LONGEST_MS = 6_000;
/** Short times, so that what takes a minute in a shop takes a second here. */
const SETTINGS: Settings = {
  CALL_DEADLINE_MS: String(LONGEST_MS),
  ATTEMPT_TIMEOUT_MS: '1500',
  RETRY_BASE_MS: '50',
  RETRY_CAP_MS: '500',
  BREAKER_FAILURES: '10',
  BREAKER_OPEN_MS: '300',
  CONNECTION_WAIT_MS: '1000',
  // Writes are looked for when the faults are over, and what is found is held against what was done.
  UNKNOWN_CHECKS: '0',
};

/**
 * Makes calls from outside the platform while everything around it fails, keeps a ledger of what was asked and answered,
 * and holds it in the end against what the vendors carried out, the audit trail and the dead letters.
 */
export async function keepLedger({
  calls,
  seed,
  kills,
  pauses,
  tell = () => {},
}: LedgerOptions): Promise<LedgerFindings> {
  const startedAt = performance.now();
  const random = seeded(seed);
  using folder = temporaryFolder();
  const book = new Book(join(folder.path, 'ledger.jsonl'));
  await using vendors = await openFaultyVendors(seeded(seed + 1));
  await using platform = await StandingPlatform.start({ ...vendors.settings, ...SETTINGS });
  const admin = restOf(platform, platform.key);
  const keys = await Promise.all(Array.from({ length: PRINCIPALS }, () => admin.newKey('operator')));
  const kills_ = spread(kills, calls);
  const pauses_ = spread(pauses, calls, 0.5);

  const begin = async (plan: Plan): Promise<End> => {
    await platform.up();
    const { face, principal, tool, input, mark, key, deadlineMs, leavesAfterMs } = plan;
    const trace = randomBytes(16).toString('hex');
    const sent = book.begin({ tool, input, face, principal, mark, key, trace, deadlineMs });
    if (sent.call % STRETCH === 0) await vendors.trouble();
    if (sent.call % 100 === 0) tell(`${sent.call} of ${calls} calls`);
    if (kills_.has(sent.call)) platform.kill();
    if (pauses_.has(sent.call)) platform.pause(random() * PAUSE_MS);
    const end = await makeCall(platform.url, keys[principal]?.key as string, sent, LONGEST_MS, leavesAfterMs);
    book.end(sent, end);
    await setTimeout(end.how === 'error' ? Math.min(end.retryAfterMs ?? 0, PATIENCE_MS) : random() * 20);
    return end;
  };
  let planned = 0;
  const caller = async () => {
    while (book.calls < calls) {
      const plan = planOf(planned++, random);
      const again: Plan = { ...plan, face: random() < 0.5 ? 'rest' : 'mcp', leavesAfterMs: undefined };
      let [end] = await Promise.all([begin(plan), ...(plan.again === 'beside' ? [begin(again)] : [])]);
      if (plan.again === 'after') end = await begin(again);
      for (let n = 0; n < TRIES_MAX && plan.key !== undefined && isWorthAgain(end) && random() < 0.7; n += 1) {
        end = await begin(again);
      }
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await platform.up();
  tell('the faults are over: what is open is closed');
  await vendors.calm();

  const kept = book.read();
  const counted = new Map(kept.flatMap(({ mark }) => (mark ? [[mark, vendors.carriedOut(mark)] as const] : [])));
  const callers = keys.map(({ key }) => restOf(platform, key));
  const closing = await closeLedger(admin, callers, kept, vendors.carriedOut);
  await platform.stop();
  return {
    calls: kept,
    writes: counted.size,
    verdict: judge(kept, platform.outages, closing.listed, (mark) => counted.get(mark) ?? 0),
    audit: judgeAudit(
      platform.folder,
      kept,
      platform.outages,
      keys.map(({ id }) => id),
    ),
    closing,
    struck: vendors.struck,
    kills: platform.outages.length,
    pauses: platform.pauses,
    wrongSums: wrongSums(kept, vendors.carriedOut),
    seconds: (performance.now() - startedAt) / 1_000,
  };
}

/** A caller who does not know, or is told to come back, asks again with the same key. */
function isWorthAgain(end: End): boolean {
  if (end.how === 'error') return end.retryAfterMs !== undefined || end.code === 'upstream_failed';
  return end.how !== 'ok';
}

/** So many numbers of calls, evenly over all. */
function spread(count: number, calls: number, phase = 0): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, n) => Math.floor(((n + 0.75 + phase * 0.5) / (count + 1)) * calls)));
}

function wrongSums(calls: readonly Kept[], carriedOut: (mark: string) => number): string[] {
  const keyed = new Map(calls.flatMap(({ mark, key, tool }) => (mark && key ? [[mark, tool] as const] : [])));
  return [...keyed]
    .filter(([mark, tool]) => (ONCE.has(tool) ? carriedOut(mark) !== 1 : carriedOut(mark) < 1))
    .map(([mark, tool]) => `${mark}, ${tool}: carried out ${carriedOut(mark)} times`);
}
