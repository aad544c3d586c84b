import type { AnswerCache, CachedAnswer } from '../../cache/answer-cache.ts';
import { Refusals } from '../../cache/refusals.ts';
import type { SecondLevel } from '../../cache/second-level.ts';
import type { Call, Next, Step } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Connection } from '../../kernel/connection.ts';
import { type ErrorCode, PlatformError } from '../../kernel/errors.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Tool } from '../../kernel/tool.ts';
import { Flight } from './flight.ts';
import { createSharedFetch, type SharedRead } from './shared-fetch.ts';
import { createStaleViews } from './stale-view.ts';

export interface CacheOptions {
  /** Time to live of tools that do not declare their own. */
  readonly ttlMs: number;
  /** Longest time of a fetch that several callers wait for. */
  readonly fetchMs: number;
  /** How long after it became stale an answer is given while the vendor does not answer; 0 never. */
  readonly staleMs: number;
  /** How long a vendor's refusal is given again; 0 never. */
  readonly refusalMs: number;
}

const REFUSALS_MAX = 1_000;
/** The vendor is not to be had: an answer of before is better than none (RFC 5861 §4). */
const NO_ANSWER = new Set<ErrorCode>([
  'upstream_failed',
  'upstream_timeout',
  'upstream_throttled',
  'upstream_quota',
  'circuit_open',
  'connection_busy',
  'deadline_exceeded',
]);
/** The vendor's last word for these arguments, until somebody writes or a moment has passed. */
const LAST_WORD = new Set<ErrorCode>(['not_found', 'upstream_rejected']);

/**
 * Answers reads from memory, fetches each missing answer once however many ask for it, from the level of all replicas
 * where there is one, and makes a connection's answers old before and after each of its writes. While the vendor does not
 * answer, a stale answer is given and says so; what the vendor refused is refused again for a moment without asking.
 */
export function cache(answers: AnswerCache, clock: Clock, options: CacheOptions, level?: SecondLevel): Step {
  const flights = new Map<string, Flight>();
  const keyOf = createCacheKeys();
  const staleViewOf = createStaleViews(clock);
  const refusals = new Refusals(clock, { ttlMs: options.refusalMs, entriesMax: REFUSALS_MAX });

  const sharedFetch = level && createSharedFetch(level, answers, clock);

  const write: Step = async (call, next) => {
    const shares = level && call.connection.sharedAs !== undefined;
    answers.raise(call.connection.id);
    if (shares) await level.generations.raise(call.connection.id);
    try {
      return await next(call);
    } finally {
      answers.raise(call.connection.id);
      if (shares) await level.generations.raise(call.connection.id);
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
      return cached.outcome;
    }
    const answer = fetchOnce(call, next, key, ttlMs);
    return cached || level ? answer.catch((error) => giveStale(call, key, error)) : answer;
  };

  /** Looks again: what a write has made old meanwhile is never given. */
  function giveStale(call: Call, key: string, error: unknown): Outcome {
    const cached = answers.get(key);
    const toBeHad = cached && clock.monotonicMs() < cached.freshUntil + options.staleMs;
    if (!toBeHad || !(error instanceof PlatformError) || !NO_ANSWER.has(error.code)) throw error;
    call.facts.cache = 'stale';
    return staleViewOf(cached.outcome);
  }

  function fetchOnce(call: Call, next: Next, key: string, ttlMs: number): Promise<Outcome> {
    const generation = answers.generation(call.connection.id);
    // What was begun before a write must not answer who asks after it.
    const flightKey = `${generation} ${key}`;
    const refusal = refusals.get(flightKey);
    if (refusal) {
      call.facts.cache = 'hit';
      return Promise.reject(refusal);
    }
    const underWay = flights.get(flightKey);
    if (underWay?.open) {
      call.facts.cache = 'joined';
      return underWay.join(call);
    }
    call.facts.cache = 'miss';
    const keepOwn = (own: number, answer: CachedAnswer) => store(call.connection.id, key, own, answer);
    const fetch = fetchFrom(call, next, { key, ttlMs, keepOwn });
    const flight = new Flight(call, fetch ?? next, clock, options.fetchMs, {
      landed: (outcome) => {
        leave(flightKey, flight);
        if (!fetch) keepOwn(generation, { outcome, freshUntil: clock.monotonicMs() + ttlMs });
      },
      failed: (error) => {
        leave(flightKey, flight);
        if (error instanceof PlatformError && LAST_WORD.has(error.code)) refusals.set(flightKey, error);
      },
    });
    flights.set(flightKey, flight);
    return flight.join(call);
  }

  function leave(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  /** How the level of all replicas is asked first, where there is one; it keeps what it finds. */
  function fetchFrom({ tool, connection }: Call, next: Next, read: Omit<SharedRead, 'place'>): Next | undefined {
    const place = tool?.variesByCaller ? undefined : level?.placeOf(connection, read.key);
    return sharedFetch && place && ((call) => sharedFetch(call, next, { ...read, place }));
  }

  function store(connection: string, key: string, generation: number, answer: CachedAnswer): void {
    const { outcome } = answer;
    const bytes = (FRAME_BYTES + key.length + outcome.json.length) * COPIES;
    outcome.keepText();
    answers.set(key, connection, generation, answer, bytes);
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

/** An answer is kept as text, and from its second time on as the bytes of a face, which hold it twice; text may take two bytes a character. */
const COPIES = 4;
/** What an entry takes besides its texts, about. */
const FRAME_BYTES = 256;
