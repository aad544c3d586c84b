import { setTimeout } from 'node:timers/promises';
import type { Rest } from '../platform-client.ts';
import type { Kept } from './book.ts';

/** What became of what was left open when every fault was over. */
export interface Closing {
  /** Ids of every write that was parked or of unknown outcome. */
  readonly listed: ReadonlySet<string>;
  readonly parked: number;
  readonly unknown: number;
  redriven: number;
  /** Of the unknown ones: settled by the tool's own read-back, and left by it to a person. */
  seenDone: number;
  notSeen: number;
  settledDone: number;
  settledNotDone: number;
  /** Read-backs that the vendor's own count denies. */
  readonly misread: string[];
  /** Letters that are still open after it. */
  left: number;
  /** Answers to the keys that ended in doubt or well, asked for once more: neither replayed, carried out, nor settled. */
  readonly strange: string[];
  /** Acknowledged before, and not replayed now. */
  readonly forgotten: string[];
}

interface Letter {
  readonly id: string;
  readonly state: string;
}

const ROUNDS_MAX = 5;
const REDRIVES_MAX = 200;
const AT_ONCE = 8;
/** The trace of every call that is made to close. */
export const CLOSING_TRACE = '0123456789abcdef0123456789abcdef';
const MARK = /ledger-\d{6}/;

/**
 * Closes what is open as an operator and a patient caller would: parked writes are sent again until none is left, each
 * unknown one is looked for by its tool, and settled by what the vendor did where that cannot tell, and then every key is
 * asked once more.
 */
export async function closeLedger(
  admin: Rest,
  callers: readonly Rest[],
  calls: readonly Kept[],
  carriedOut: (mark: string) => number,
): Promise<Closing> {
  const open = await openLetters(admin);
  const of = (state: string) => open.filter((letter) => letter.state === state);
  const closing: Closing = {
    listed: new Set((await lettersIn(admin)).map(({ id }) => id)),
    parked: of('parked').length,
    unknown: of('unknown').length,
    redriven: 0,
    seenDone: 0,
    notSeen: 0,
    settledDone: 0,
    settledNotDone: 0,
    left: 0,
    misread: [],
    strange: [],
    forgotten: [],
  };
  // What is sent again may end in doubt again, on a busy machine for one.
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await settleUnknown(admin, await openLetters(admin), carriedOut, closing);
    await redriveAll(admin, closing);
    closing.strange.length = 0;
    await askAgain(callers, calls, closing);
    if (closing.strange.length === 0) break;
  }
  closing.left = (await openLetters(admin)).length;
  return closing;
}

async function lettersIn(admin: Rest, states?: readonly string[]): Promise<Letter[]> {
  const letters: Letter[] = [];
  let after: string | undefined;
  do {
    const page = await admin.act('dead-letters.list', { ...(states && { states }), after, limit: 1_000 });
    letters.push(...page.letters);
    after = page.next;
  } while (after !== undefined);
  return letters;
}

const openLetters = (admin: Rest) => lettersIn(admin, ['parked', 'redriving', 'unknown']);

async function settleUnknown(
  admin: Rest,
  letters: readonly Letter[],
  carriedOut: (mark: string) => number,
  closing: Closing,
): Promise<void> {
  for (const { id, state } of letters) {
    if (state !== 'unknown') continue;
    const { input } = await admin.act('dead-letters.show', { id });
    const mark = MARK.exec(JSON.stringify(input))?.[0] ?? '';
    const isDone = carriedOut(mark) > 0;
    const { outcome: seen } = (await admin.act('dead-letters.check', { id })).checked[0];
    if (seen === 'done' || seen === 'not_done') {
      closing.seenDone += 1;
      if ((seen === 'done') !== isDone) closing.misread.push(`${mark}: ${seen}, carried out ${carriedOut(mark)} times`);
      continue;
    }
    closing.notSeen += 1;
    const outcome = isDone ? 'done' : 'not-done';
    await admin.act('dead-letters.settle', { id, outcome, reason: 'The vendor was asked.' });
    closing[isDone ? 'settledDone' : 'settledNotDone'] += 1;
  }
}

async function redriveAll(admin: Rest, closing: Closing): Promise<void> {
  for (let turn = 0; turn < REDRIVES_MAX; turn += 1) {
    const { redriven } = await admin.act('dead-letters.redrive', { all: true, perSecond: 100, limit: 200 });
    const done = redriven.filter(({ outcome }: { outcome: string }) => outcome === 'ok').length;
    closing.redriven += done;
    if (redriven.length === 0) return;
    if (done < redriven.length) await setTimeout(1_000);
  }
}

/** Each keyed write once more, with its key: what was acknowledged replays, what was settled says so, what was freed is done now. */
async function askAgain(callers: readonly Rest[], calls: readonly Kept[], closing: Closing): Promise<void> {
  const writes = [
    ...Map.groupBy(
      calls.filter(({ key }) => key !== undefined),
      ({ key }) => key as string,
    ).values(),
  ];
  const work = async () => {
    for (let write = writes.pop(); write; write = writes.pop()) {
      const [{ tool, input, key, principal }] = write as [Kept, ...Kept[]];
      const wasDone = write.some(({ end }) => end.how === 'ok');
      const answer = await patiently(callers[principal] as Rest, tool, input, key as string);
      const isReplayed = answer.headers.get('idempotent-replayed') === 'true';
      const isSettled = answer.json?.error?.code === 'settled';
      if (answer.status !== 200 && !isSettled) closing.strange.push(`${key}: ${answer.text.slice(0, 200)}`);
      if (wasDone && !isReplayed) closing.forgotten.push(key as string);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Comes back when it is told to, as long as the answer is one that passes. */
async function patiently(rest: Rest, tool: string, input: object, key: string) {
  for (let turn = 0; ; turn += 1) {
    const answer = await rest.call(tool, input, {
      'idempotency-key': key,
      traceparent: `00-${CLOSING_TRACE}-00f067aa0ba902b7-01`,
    });
    const { code, retryAfterMs } = answer.json?.error ?? {};
    if (turn >= 100 || code === 'settled' || retryAfterMs === undefined) return answer;
    await setTimeout(Math.min(retryAfterMs, 5_000));
  }
}
