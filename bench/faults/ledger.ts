import { keepLedger } from '../../test/support/ledger/keep-ledger.ts';
import type { Finding } from './findings.ts';

/** Calls from one kill, and from one pause, to the next. */
const CALLS_A_KILL = 1_250;
const EXAMPLES_MAX = 3;

/** The ledger: calls under random faults, held against what the vendors did. */
export async function ledger(calls: number, tell: (text: string) => void, seed: number): Promise<Finding[]> {
  const disturbances = Math.max(1, Math.floor(calls / CALLS_A_KILL));
  const found = await keepLedger({ calls, seed, kills: disturbances, pauses: disturbances, tell });
  const { verdict, audit, closing } = found;
  const none = (what: string, wrong: readonly string[]): Finding => {
    for (const example of wrong.slice(0, EXAMPLES_MAX)) tell(`${what}: ${example}`);
    return { what, value: wrong.length, holds: wrong.length === 0 };
  };
  return [
    { what: 'seed', value: seed },
    { what: 'calls', value: found.calls.length },
    { what: 'of these over MCP', value: found.calls.filter(({ face }) => face === 'mcp').length },
    { what: 'calls that write', value: found.calls.filter(({ mark }) => mark !== undefined).length },
    { what: 'writes', value: found.writes },
    { what: 'kills of the platform', value: found.kills },
    { what: 'pauses of the platform', value: found.pauses },
    { what: 'faults', value: listOf(found.struck) },
    { what: 'ends', value: listOf(verdict.ends) },
    none('acknowledged writes that were lost', verdict.lost),
    none('acknowledged keys that did not replay in the end', closing.forgotten),
    none('writes carried out more often than their calls allow', verdict.doubled),
    none('writes said to be undone that were done', verdict.denied),
    none('unclassified errors', verdict.unclassified),
    none('calls without an answer 15 s after their deadline', verdict.hung),
    none('connections that broke without a kill', verdict.broken),
    none('records told to callers that are not listed', verdict.unlisted),
    { what: 'audit rows', value: audit.rows },
    none('acknowledged writes without an audit row', audit.missingWrites),
    none('audit rows that tell another outcome', audit.otherwise),
    { what: 'other answers without an audit row', value: audit.missing, holds: audit.missing === 0 },
    { what: 'audit rows of calls that nobody made', value: audit.unknown, holds: audit.unknown === 0 },
    { what: 'integrity_check', value: audit.integrity, holds: audit.integrity === 'ok' },
    { what: 'parked when the faults were over', value: closing.parked },
    { what: 'of unknown outcome then', value: closing.unknown },
    { what: 'sent again', value: closing.redriven },
    { what: 'seen to be done by their tools', value: closing.seenDone },
    { what: 'of which no tool could tell', value: closing.notSeen },
    { what: 'settled as done by a person', value: closing.settledDone },
    { what: 'settled as not done by a person', value: closing.settledNotDone },
    { what: 'letters still open in the end', value: closing.left, holds: closing.left === 0 },
    { what: 'writes unfinished in the database', value: audit.unfinished, holds: audit.unfinished === 0 },
    none('sightings that the vendors deny', closing.misread),
    none('keys that could not be closed', closing.strange),
    none('keys whose write was not carried out as often as it should', found.wrongSums),
    { what: 'duration', value: `${Math.round(found.seconds)} s` },
  ];
}

function listOf(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
