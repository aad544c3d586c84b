import type { AnswerCache } from '../../cache/answer-cache.ts';
import type { Call, Next, Outcome, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Connection } from '../../kernel/connection.ts';
import type { Tool } from '../../kernel/tool.ts';
import { Flight } from './flight.ts';

export interface CacheOptions {
  /** Time to live of tools that do not declare their own. */
  readonly ttlMs: number;
  /** Longest time of a fetch that several callers wait for. */
  readonly fetchMs: number;
}

/**
 * Answers reads from memory, fetches each missing answer once however many ask for it, and makes a connection's answers
 * old before and after each of its writes.
 */
export function cache(answers: AnswerCache, clock: Clock, options: CacheOptions): Step {
  const flights = new Map<string, Flight>();
  const keyOf = createCacheKeys();

  const write: Step = async (call, next) => {
    answers.raise(call.connection.id);
    try {
      return await next(call);
    } finally {
      answers.raise(call.connection.id);
    }
  };

  return (call, next) => {
    const tool = call.tool as Tool;
    if (tool.effect !== 'read') return write(call, next);
    const ttlMs = tool.cacheTtlMs ?? options.ttlMs;
    if (ttlMs === 0) return next(call);
    const key = keyOf(call, tool);
    const cached = answers.get(key);
    if (cached && clock.monotonicMs() < cached.freshUntil) {
      call.facts.cache = 'hit';
      return Promise.resolve(cached.outcome);
    }
    return fetchOnce(call, next, key, ttlMs);
  };

  function fetchOnce(call: Call, next: Next, key: string, ttlMs: number): Promise<Outcome> {
    const generation = answers.generation(call.connection.id);
    // What was begun before a write must not answer who asks after it.
    const flightKey = `${generation} ${key}`;
    const underWay = flights.get(flightKey);
    if (underWay && !underWay.abandoned) {
      call.facts.cache = 'joined';
      return underWay.join(call);
    }
    call.facts.cache = 'miss';
    const flight = new Flight(call, next, clock, options.fetchMs);
    flights.set(flightKey, flight);
    const landed = () => flights.get(flightKey) === flight && flights.delete(flightKey);
    flight.outcome.then((outcome) => {
      landed();
      store(call, key, generation, ttlMs, outcome);
    }, landed);
    return flight.join(call);
  }

  function store(call: Call, key: string, generation: number, ttlMs: number, outcome: Outcome): void {
    const bytes = sizeOf(outcome.value) * COPIES;
    const answer = { outcome, freshUntil: clock.monotonicMs() + ttlMs };
    answers.set(key, call.connection.id, generation, answer, bytes);
  }
}

/**
 * Makes cache keys. All of a key but principal and input is the same for every call of a tool on a connection, and is
 * made once: a connection whose credentials or mode change is another object.
 */
function createCacheKeys(): (call: Call, tool: Tool) => string {
  const prefixes = new WeakMap<Connection, Map<Tool, string>>();
  return ({ connection, principal, canonicalInput }, tool) => {
    let ofConnection = prefixes.get(connection);
    if (!ofConnection) {
      ofConnection = new Map();
      prefixes.set(connection, ofConnection);
    }
    let prefix = ofConnection.get(tool);
    if (prefix === undefined) {
      const { id, credentialVersion, connector, state } = connection;
      prefix = `${id} ${credentialVersion} ${state.on && state.mode} ${connector.version} ${tool.name} `;
      ofConnection.set(tool, prefix);
    }
    return tool.variesByCaller ? `${prefix}${principal.id} ${canonicalInput}` : prefix + canonicalInput;
  };
}

/** An answer is kept as a value and, once it was given out, as text and as the bytes of a face, which hold it twice. */
const COPIES = 4;
/** What a number or the frame of a member takes, about. */
const SMALL_BYTES = 16;

/** About how many bytes a value takes in memory: close enough for a bound, and a fraction of writing it out. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return SMALL_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return SMALL_BYTES;
  let bytes = SMALL_BYTES;
  if (Array.isArray(value)) for (const item of value) bytes += sizeOf(item);
  else for (const name in value) bytes += SMALL_BYTES + sizeOf((value as Record<string, unknown>)[name]);
  return bytes;
}
