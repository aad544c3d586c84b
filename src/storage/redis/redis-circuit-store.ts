import type {
  CircuitEvent,
  CircuitOptions,
  CircuitRecord,
  CircuitStore,
  Told,
} from '../../resilience/circuit-store.ts';
import { LATEST_MAX } from '../../resilience/slow-window.ts';
import type { RedisLink } from './redis-link.ts';
import { defineTimedScript, toldTime } from './redis-script.ts';

export interface RedisCircuitOptions extends CircuitOptions {
  /** Begins every key: two platforms on one server use two. */
  readonly prefix: string;
  /** Replaces the server's time, in tests. */
  readonly now?: () => number;
}

/** Circuits read by one script at most. */
const READ_AT_ONCE = 500;

/** What one circuit is, from its key to the answer. An unknown one is closed. */
const CIRCUIT = `
local text = function(number) return string.format('%.17g', number) end
local function load(key)
  local kept = redis.call('HMGET', key, 'revision', 'openings', 'failures', 'open', 'held', 'rests', 'probe', 'lease', 'latest')
  return {
    known = kept[1] ~= false,
    revision = tonumber(kept[1] or 0), openings = tonumber(kept[2] or 0), failures = tonumber(kept[3] or 0),
    open = kept[4] == '1', held = kept[5] == '1', rests = tonumber(kept[6] or 0),
    probe = kept[7] or '', lease = tonumber(kept[8] or 0), latest = kept[9] or ''
  }
end
local function keep(key, circuit)
  circuit.revision = math.max(circuit.revision + 1, math.floor(now * 1000))
  redis.call('HSET', key, 'revision', text(circuit.revision), 'openings', circuit.openings, 'failures', circuit.failures,
    'open', circuit.open and 1 or 0, 'held', circuit.held and 1 or 0, 'rests', text(circuit.rests),
    'probe', circuit.probe, 'lease', text(circuit.lease), 'latest', circuit.latest)
  if circuit.held then redis.call('PERSIST', key) else redis.call('PEXPIRE', key, 86400000) end
end
local function row(circuit)
  local rests = 0
  if circuit.open and not circuit.held then rests = math.max(0, circuit.rests - now) end
  return {text(circuit.revision), circuit.openings, circuit.failures, circuit.open and 1 or 0, circuit.held and 1 or 0,
    text(rests), circuit.probe, text(math.max(0, circuit.lease - now)), circuit.latest}
end
local function slow(circuit) return select(2, circuit.latest:gsub('1', '1')) end
local function shut(circuit)
  circuit.failures, circuit.open, circuit.held, circuit.rests, circuit.probe, circuit.lease = 0, false, false, 0, '', 0
  circuit.latest = ''
end
`;

/** KEYS[1]: the circuit. ARGV: failures that open, rest, lease, kind of event, token, verdict, quick attempts. Gives: moved, the circuit. */
const TELL = defineTimedScript(`${CIRCUIT}
local circuit = load(KEYS[1])
local kind, token, verdict = ARGV[4], ARGV[5], ARGV[6]
local quick = string.rep('0', math.min(tonumber(ARGV[7]), ${LATEST_MAX}))
local changed, moved = false, 0
local function open()
  local held = circuit.held
  shut(circuit)
  circuit.open, circuit.held = true, held
  circuit.openings = circuit.openings + 1
  circuit.rests = now + tonumber(ARGV[2])
  changed, moved = true, 1
end
if kind == 'failure' and not circuit.open then
  circuit.failures = circuit.failures + 1
  changed = true
  if circuit.failures >= tonumber(ARGV[1]) then open() end
elseif kind == 'success' and not circuit.open and circuit.failures > 0 then
  circuit.failures = 0
  changed = true
elseif kind == 'slow' and not circuit.open then
  circuit.latest = string.sub(circuit.latest .. quick .. '1', -${LATEST_MAX})
  changed = true
  if #circuit.latest == ${LATEST_MAX} and slow(circuit) * 2 >= ${LATEST_MAX} then open() end
elseif kind == 'quick' and not circuit.open and slow(circuit) > 0 then
  circuit.latest = string.sub(circuit.latest .. quick, -${LATEST_MAX})
  changed = true
elseif kind == 'hold' and not circuit.held then
  circuit.held = true
  open()
elseif kind == 'close' and (circuit.open or circuit.failures > 0 or circuit.latest ~= '') then
  moved = circuit.open and 1 or 0
  shut(circuit)
  changed = true
elseif kind == 'probe' and circuit.open and not circuit.held and circuit.rests <= now and (circuit.probe == '' or circuit.lease <= now) then
  circuit.probe = token
  circuit.lease = now + tonumber(ARGV[3])
  changed, moved = true, 1
elseif kind == 'probed' and circuit.probe ~= '' and circuit.probe == token then
  circuit.probe, circuit.lease = '', 0
  changed = true
  if verdict == 'failure' then open() elseif verdict == 'success' then
    shut(circuit)
    moved = 1
  end
end
if changed then keep(KEYS[1], circuit) end
return {moved, row(circuit)}
`);

/** KEYS: circuits. Gives each, empty where it is not known. */
const READ = defineTimedScript(`${CIRCUIT}
local rows = {}
for index, key in ipairs(KEYS) do
  local circuit = load(key)
  rows[index] = circuit.known and row(circuit) or {}
end
return rows
`);

/**
 * KEYS[1]: the circuit. ARGV: what it is from now on, times counted from now, and whether a person says so, a replica does, or it
 * was lost. Gives the circuit.
 */
const PUT = defineTimedScript(`${CIRCUIT}
local known = load(KEYS[1])
if known.held and ARGV[10] == 'replica' then return row(known) end
if ARGV[10] == 'lost' and known.revision >= tonumber(ARGV[1]) then return row(known) end
local circuit = {
  revision = math.max(known.revision, tonumber(ARGV[1])), openings = tonumber(ARGV[2]), failures = tonumber(ARGV[3]),
  open = ARGV[4] == '1', held = ARGV[5] == '1', rests = now + tonumber(ARGV[6]),
  probe = ARGV[7], lease = now + tonumber(ARGV[8]), latest = ARGV[9]
}
keep(KEYS[1], circuit)
return row(circuit)
`);

type Row = [string, number, number, number, number, string, string, string, string];

/** Keeps circuits on a Redis server for all replicas together, all in one slot. Its time is the server's. */
export class RedisCircuitStore implements CircuitStore {
  readonly #link: RedisLink;
  readonly #options: RedisCircuitOptions;

  constructor(link: RedisLink, options: RedisCircuitOptions) {
    this.#link = link;
    this.#options = options;
  }

  async tell(circuit: string, event: CircuitEvent): Promise<Told> {
    const { failures, openMs, leaseMs } = this.#options;
    const token = 'token' in event ? event.token : '';
    const verdict = 'verdict' in event ? event.verdict : '';
    const quick = 'quick' in event ? event.quick : 0;
    const values = [failures, openMs, leaseMs, event.kind, token, verdict, quick].map(String);
    const [moved, row] = (await this.#run(TELL, [circuit], values)) as [number, Row];
    return { record: toRecord(row), moved: moved === 1, shared: true };
  }

  async read(circuits: readonly string[]): Promise<ReadonlyMap<string, CircuitRecord>> {
    const known = new Map<string, CircuitRecord>();
    for (let at = 0; at < circuits.length; at += READ_AT_ONCE) {
      const some = circuits.slice(at, at + READ_AT_ONCE);
      const rows = (await this.#run(READ, some, [])) as (Row | [])[];
      for (const [index, row] of rows.entries()) {
        if (row.length > 0) known.set(some[index] as string, toRecord(row as Row));
      }
    }
    return known;
  }

  put(circuit: string, record: CircuitRecord, byPerson: boolean): Promise<CircuitRecord> {
    return this.#put(circuit, record, byPerson ? 'person' : 'replica');
  }

  restore(circuit: string, record: CircuitRecord): Promise<CircuitRecord> {
    return this.#put(circuit, record, 'lost');
  }

  async #put(circuit: string, record: CircuitRecord, why: 'person' | 'replica' | 'lost'): Promise<CircuitRecord> {
    const { revision, openings, failures, latest, open, held, restsForMs, probe } = record;
    const numbers = [revision, openings, failures, Number(open), Number(held), restsForMs].map(String);
    const values = [...numbers, probe?.token ?? '', String(probe?.leaseMs ?? 0), latest, why];
    return toRecord((await this.#run(PUT, [circuit], values)) as Row);
  }

  #run(script: typeof TELL, circuits: readonly string[], values: readonly string[]): Promise<unknown> {
    const { prefix, now } = this.#options;
    const keys = circuits.map((circuit) => `${prefix}{circuits}:${circuit}`);
    return this.#link.run(script, keys, [...values, toldTime(now)]);
  }
}

function toRecord([revision, openings, failures, open, held, rests, token, lease, latest]: Row): CircuitRecord {
  const record = {
    revision: Number(revision),
    openings,
    failures,
    latest,
    open: open === 1,
    held: held === 1,
    restsForMs: Number(rests),
  };
  return token === '' || Number(lease) === 0 ? record : { ...record, probe: { token, leaseMs: Number(lease) } };
}
