import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type Rest, restOf } from '../../test/support/platform-client.ts';
import { type PlatformProcess, startPlatform } from '../../test/support/platform-process.ts';
import { type PreparedRequest, preparePost } from '../load.ts';
import type { Finding } from './findings.ts';
import { type Answered, runOpenLoad } from './open-load.ts';

const PER_SECOND = 200;
/** A minute, less what a call may take from its beginning, which is recorded, to the moment in which it is counted. */
const WINDOW_MS = 59_900;
/** A thousand a minute and a burst of a hundred, as the settings have it by default. */
const MOST = 1_100;
const MOST_EXACT = 1_000;
const PRINCIPALS = 60;
const PER_SECOND_OF_ALL = 1_000;
const TOOL = 'shopify_get_shop';

/** L1 and L4: callers over HTTP, for so many seconds each, against platforms whose limits are the usual ones. */
export async function limits(seconds: number, tell: (text: string) => void): Promise<Finding[]> {
  await using paced = await startPlatform();
  await using exact = await startPlatform({ settings: { RATE_WINDOW: 'exact' } });
  tell(`one caller, ${PER_SECOND} a second, for ${seconds} s`);
  const [ofPaced, ofExact] = await Promise.all([
    flood(paced, seconds, () => {}),
    flood(exact, seconds, (second) => tell(`${second} s of ${seconds}`)),
  ]);
  tell(`${PRINCIPALS} callers, ${PER_SECOND_OF_ALL} a second together, for ${seconds} s`);
  const all = await crowd(paced, seconds, (second) => tell(`${second} s of ${seconds}`));
  const late = all.filter(({ status }) => status === 429).length;
  const good = all.filter(({ status }) => status === 200).length;
  const overloaded = all.filter(({ status }) => status === 503).length;
  const other = all.length - good - late - overloaded;
  return [
    { what: 'L1: calls of one caller a second', value: PER_SECOND },
    ...told('paced', ofPaced, MOST),
    ...told('exact', ofExact, MOST_EXACT),
    { what: 'L4: callers', value: PRINCIPALS },
    { what: 'L4: calls a second of all', value: Math.round(all.length / seconds) },
    { what: 'L4: answered with what was asked', value: good },
    { what: 'L4: told that they were too many', value: late, holds: late === 0 },
    { what: 'L4: refused for overload, on a machine that is too busy', value: overloaded },
    { what: 'L4: answered with anything else', value: other, holds: other === 0 },
  ];
}

interface Flooded {
  readonly taken: number;
  readonly refused: number;
  /** Refusals that do not say when to come back. */
  readonly silent: number;
  /** Refused with 503: the platform has more to do than it can. */
  readonly overloaded: number;
  readonly other: number;
  readonly worstMinute: number;
}

function told(
  window: string,
  { taken, refused, silent, overloaded, other, worstMinute }: Flooded,
  most: number,
): Finding[] {
  const what = (text: string) => `L1, ${window}: ${text}`;
  return [
    { what: what('taken'), value: taken },
    { what: what('refused with 429'), value: refused },
    { what: what('refusals without a time to come back'), value: silent, holds: silent === 0 },
    { what: what('refused for overload, on a machine that is too busy'), value: overloaded },
    { what: what('answered with anything else'), value: other, holds: other === 0 },
    {
      what: what(`taken in the worst minute (59.9 s are measured), ${most} at most`),
      value: worstMinute,
      holds: worstMinute <= most && worstMinute >= MOST_EXACT * 0.99,
    },
  ];
}

async function flood(platform: PlatformProcess, seconds: number, tell: (second: number) => void): Promise<Flooded> {
  const rest = restOf(platform, platform.key);
  const { id, key } = await rest.newKey('operator');
  const request = callOf(key);
  const { answers } = await load(platform, PER_SECOND, seconds, () => request, tell);
  const of = (status: number) => answers.filter((answer) => answer.status === status);
  const taken = of(200).length;
  const refused = of(429);
  return {
    taken,
    refused: refused.length,
    silent: refused.filter(({ body }) => !/"retryAfterMs":\d+/.test(body)).length,
    overloaded: of(503).length,
    other: answers.length - taken - refused.length - of(503).length,
    worstMinute: worstMinute(await takenAt(rest, platform, id, taken)),
  };
}

async function crowd(platform: PlatformProcess, seconds: number, tell: (second: number) => void) {
  const rest = restOf(platform, platform.key);
  const requests: PreparedRequest[] = [];
  for (let n = 0; n < PRINCIPALS; n += 1) requests.push(callOf((await rest.newKey('operator')).key));
  const requestOf = (n: number) => requests[n % PRINCIPALS] as PreparedRequest;
  return (await load(platform, PER_SECOND_OF_ALL, seconds, requestOf, tell)).answers;
}

function load(
  { url }: PlatformProcess,
  perSecond: number,
  seconds: number,
  request: (n: number) => PreparedRequest,
  tell: (second: number) => void,
) {
  const answered = ({ n }: Answered) => {
    if (n % (perSecond * 10) === 0) tell(n / perSecond);
  };
  return runOpenLoad({ port: Number(new URL(url).port), perSecond, seconds, request, answered });
}

/** When each call that was taken began, by the audit trail: callers see it later by what the network and they take. */
async function takenAt(rest: Rest, { folder }: PlatformProcess, principal: string, count: number): Promise<number[]> {
  // A row that is asked for comes after every row before it.
  await rest.audit({ limit: 1 });
  const database = new SqliteFile(join(folder, 'platform.db'), { readonly: true });
  try {
    const rows = database
      .prepare("select at - duration_ms from audit_entries where principal_id = ? and kind = 'call' and outcome = 'ok'")
      .pluck()
      .all(principal) as number[];
    if (rows.length !== count) throw new Error(`${count} calls were taken, and ${rows.length} audited.`);
    return rows.sort((a, b) => a - b);
  } finally {
    database.close();
  }
}

/** The most that were taken in any minute, as far as it can be measured. */
function worstMinute(at: readonly number[]): number {
  let worst = 0;
  for (let from = 0, to = 0; to < at.length; to += 1) {
    while ((at[to] as number) - (at[from] as number) >= WINDOW_MS) from += 1;
    worst = Math.max(worst, to - from + 1);
  }
  return worst;
}

function callOf(key: string): PreparedRequest {
  return preparePost(`/api/v1/tools/${TOOL}/call`, { authorization: `Bearer ${key}` }, '{}');
}
