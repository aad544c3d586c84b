import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { ERRORS } from '../../../src/kernel/errors.ts';
import type { End, Kept } from './book.ts';
import { CLOSING_TRACE } from './close-ledger.ts';
import { ONCE } from './plan.ts';
import type { Outage } from './standing-platform.ts';

/** What was answered, held against what the vendor did before anything was closed. Lists name what is wrong. */
export interface Verdict {
  /** Answers by code, `ok` and `replayed` among them, and calls without an answer by how they ended. */
  readonly ends: ReadonlyMap<string, number>;
  /** Acknowledged, and never carried out. */
  readonly lost: readonly string[];
  /** Carried out more often than its calls and its key allow. */
  readonly doubled: readonly string[];
  /** Every answer said that nothing was done, and it was. */
  readonly denied: readonly string[];
  /** Errors that are none of the table, ours (`internal`), with another status than theirs, or no answers at all. */
  readonly unclassified: readonly string[];
  /** No answer long after the deadline. */
  readonly hung: readonly string[];
  /** The connection broke, and the platform had not been killed. */
  readonly broken: readonly string[];
  /** Told of a record that is not among the dead letters. */
  readonly unlisted: readonly string[];
}

const OPEN_CODES = new Set(['outcome_unknown', 'parked', 'settled']);
const LEFT_OPEN = new Set(['broken', 'left', 'hung', 'malformed']);
/** A call that broke so shortly before a kill or its end was cut by it. */
const KILL_MS = 250;

/** Judges the calls of a ledger. `listed` holds the ids of dead letters. */
export function judge(
  calls: readonly Kept[],
  outages: readonly Outage[],
  listed: ReadonlySet<string>,
  carriedOut: (mark: string) => number,
): Verdict {
  const writes = [
    ...Map.groupBy(
      calls.filter(({ mark }) => mark !== undefined),
      ({ mark }) => mark as string,
    ).entries(),
  ];
  const named = (holds: (mark: string, of: readonly Kept[]) => boolean) =>
    writes.filter(([mark, of]) => holds(mark, of)).map(([mark, of]) => `${mark}: ${of.map(tell).join(' | ')}`);
  const which = (holds: (call: Kept) => boolean) => calls.filter(holds).map(tell);
  const ends = new Map<string, number>();
  for (const { end } of calls) ends.set(nameOf(end), (ends.get(nameOf(end)) ?? 0) + 1);
  return {
    ends,
    lost: named((mark, of) => carriedOut(mark) === 0 && of.some(({ end }) => end.how === 'ok')),
    doubled: named((mark, of) => carriedOut(mark) > allowed(of)),
    denied: named((mark, of) => carriedOut(mark) > 0 && of.every(({ end }) => saysUndone(end))),
    unclassified: which(({ end }) => end.how === 'malformed' || (end.how === 'error' && !isOfTable(end))),
    hung: which(({ end }) => end.how === 'hung'),
    broken: which((call) => call.end.how === 'broken' && !isDuring(call, outages)),
    unlisted: which(({ end }) => end.how === 'error' && end.record !== undefined && !listed.has(end.record)),
  };
}

/** A keyed write is carried out once, another once a call; what may be repeated, as often as it is retried. */
function allowed(of: readonly Kept[]): number {
  const [first] = of as [Kept, ...Kept[]];
  const calls = first.key === undefined ? of.length : 1;
  return ONCE.has(first.tool) ? calls : of.length * ATTEMPTS_MAX;
}

const ATTEMPTS_MAX = 4;

function saysUndone(end: End): boolean {
  if (LEFT_OPEN.has(end.how) || end.how === 'ok') return false;
  return end.how === 'error' && (!OPEN_CODES.has(end.code) || end.code === 'parked');
}

function isOfTable({ code, status }: Extract<End, { how: 'error' }>): boolean {
  return code !== 'internal' && Object.hasOwn(ERRORS, code) && ERRORS[code as keyof typeof ERRORS].http === status;
}

function isDuring({ at, endedAt }: Kept, outages: readonly Outage[]): boolean {
  return outages.some(({ from, to }) => at <= to && endedAt >= from - KILL_MS);
}

function nameOf(end: End): string {
  if (end.how === 'error') return end.code;
  return end.how === 'ok' && end.replayed ? 'replayed' : end.how;
}

function tell({ call, tool, face, end }: Kept): string {
  const text = end.how === 'ok' ? '' : ` (${end.text})`;
  return `call ${call}, ${tool} over ${face}: ${nameOf(end)}${text}`;
}

/** The audit trail against the ledger. */
export interface AuditVerdict {
  readonly rows: number;
  /** Acknowledged writes without their row. */
  readonly missingWrites: readonly string[];
  /** Other answered calls without a row or a count, those aside that a kill came right after. */
  readonly missing: number;
  /** Rows that tell another outcome than the caller was told. */
  readonly otherwise: readonly string[];
  /** Rows of calls that nobody made. */
  readonly unknown: number;
  readonly integrity: string;
  /** Writes that the database takes for unfinished after the end. */
  readonly unfinished: number;
}

interface Row {
  readonly trace: string;
  readonly outcome: string;
  readonly principal: string;
  readonly count: number;
}

/** Rows are gathered for so long before they are written, and counted refusals for so long; a kill takes them along. */
const GATHERED_MS = 1_000;
const COUNTED_MS = 61_000;
/** Refused before the call is one, so that there is nothing to audit. */
const BEFORE_CALLS = new Set(['unavailable', 'unauthenticated']);

/** Reads the database of a stopped platform. `principals` are the ids of the callers' keys, by their number. */
export function judgeAudit(
  folder: string,
  calls: readonly Kept[],
  outages: readonly Outage[],
  principals: readonly string[],
): AuditVerdict {
  const database = new SqliteFile(join(folder, 'platform.db'), { readonly: true });
  try {
    const rows = database
      .prepare(
        "select correlation_id as trace, outcome, principal_id as principal, count from audit_entries where kind = 'call' and face in ('rest', 'mcp')",
      )
      .all() as Row[];
    const { open } = database
      .prepare("select count(*) as open from write_records where state in ('claimed', 'sent')")
      .get() as { open: number };
    const ours = rows.filter(({ trace, principal }) => trace !== CLOSING_TRACE && principals.includes(principal));
    return {
      rows: ours.length,
      ...compare(calls, ours, outages, principals),
      integrity: String(database.pragma('integrity_check', { simple: true })),
      unfinished: open,
    };
  } finally {
    database.close();
  }
}

function compare(
  calls: readonly Kept[],
  rows: readonly Row[],
  outages: readonly Outage[],
  principals: readonly string[],
): Pick<AuditVerdict, 'missingWrites' | 'missing' | 'otherwise' | 'unknown'> {
  const byTrace = new Map(rows.map((row) => [row.trace, row]));
  const traces = new Set(calls.map(({ trace }) => trace));
  const isCut = (at: number, withinMs: number) =>
    outages.some(({ from }) => at <= from + KILL_MS && from - at <= withinMs);
  const told = calls.filter(({ end }) => end.how === 'ok' || (end.how === 'error' && !BEFORE_CALLS.has(end.code)));
  const without = told.filter(({ trace }) => !byTrace.has(trace));
  const isWrite = ({ mark, end }: Kept) => mark !== undefined && end.how === 'ok' && !end.replayed;
  const refusals = without.filter(({ end }) => end.how === 'error');
  const counted = rows.reduce((sum, { count }) => sum + count - 1, 0);
  const cutRefusals = refusals.filter(({ endedAt }) => isCut(endedAt, COUNTED_MS)).length;
  const lostReads = without.filter(
    (call) => call.end.how === 'ok' && !isWrite(call) && !isCut(call.endedAt, GATHERED_MS),
  );
  return {
    missingWrites: without.filter(isWrite).map(tell),
    missing: lostReads.length + Math.max(0, refusals.length - cutRefusals - counted),
    otherwise: told
      .filter(({ trace, end, principal }) => {
        const row = byTrace.get(trace);
        if (row === undefined) return false;
        return row.outcome !== (end.how === 'error' ? end.code : 'ok') || row.principal !== principals[principal];
      })
      .map((call) => `${tell(call)}, audited as ${byTrace.get(call.trace)?.outcome}`),
    unknown: rows.filter(({ trace }) => !traces.has(trace)).length,
  };
}
