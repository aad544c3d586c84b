import type { Signal } from '../kernel/abort.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import type { Log } from '../kernel/log.ts';
import { Outcome } from '../kernel/outcome.ts';
import type { SharedState } from '../kernel/shared-state.ts';
import type { AnswerCache, CachedAnswer } from './answer-cache.ts';
import type { AnswerSealer } from './answer-sealer.ts';
import { type FetchTurn, FetchTurns } from './fetch-turns.ts';
import type { Leases } from './leases.ts';
import type { SharedAnswers } from './shared-answers.ts';
import { SharedGenerations } from './shared-generations.ts';

export interface SecondLevelParts {
  /** This replica's own level. */
  readonly own: AnswerCache;
  readonly shared: SharedAnswers;
  readonly leases: Leases;
  readonly state: SharedState;
  readonly sealer: AnswerSealer;
  /** A keyed digest: whoever sees the store cannot try what a name was made of. */
  digest(text: string): string;
  tell(connection: string, generation: string): void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SecondLevelOptions {
  /** Answers of another release are not looked at: their form may be another. */
  readonly release: string;
  /** How long an answer is kept after it became stale. */
  readonly staleMs: number;
}

/** Where an answer lies in the shared store. */
export interface Place {
  readonly connection: string;
  readonly name: string;
}

/** What the shared store knew. */
export interface Found {
  /** The generations, of all and of the own level, under which an answer that is fetched now may be kept. */
  readonly generation: string;
  readonly own: number;
  /** Fresh or stale. */
  readonly answer?: CachedAnswer;
}

/** How a sealed answer is written: the instant of its fetch, a space, its JSON. A release that writes it otherwise has another number. */
const FORMAT = 1;
/** Longer answers stay in the level of the replica that fetched them. */
const ANSWER_CHARACTERS_MAX = 131_072;

/**
 * The cache of all replicas, behind each one's own: asked once for an answer that is missing there. What lies in it is
 * sealed and bound to its place. It is never needed: what goes wrong with it is a miss.
 */
export class SecondLevel {
  readonly generations: SharedGenerations;
  readonly #parts: SecondLevelParts;
  readonly #options: SecondLevelOptions;
  readonly #turns: FetchTurns;
  #complained = false;

  constructor(parts: SecondLevelParts, options: SecondLevelOptions) {
    this.#parts = parts;
    this.#options = options;
    this.generations = new SharedGenerations(parts);
    this.#turns = new FetchTurns(parts.leases, parts.clock, parts.state);
  }

  /** A digest that all replicas of one key make of the same text, and nobody else. */
  digest(text: string): string {
    return this.#parts.digest(text);
  }

  /** The place of what the own level keeps under `key`; `undefined` for a connection that shares nothing. */
  placeOf({ id, sharedAs }: Connection, key: string): Place | undefined {
    if (sharedAs === undefined) return undefined;
    const name = this.#parts.digest(`answer ${FORMAT} ${this.#options.release} ${sharedAs} ${key}`);
    return { connection: id, name };
  }

  /** `undefined` when the store cannot be asked. */
  async find(place: Place): Promise<Found | undefined> {
    // Before the question: what is fresh for so long yet is not made fresher by the way.
    const askedAt = this.#parts.clock.monotonicMs();
    const look = await this.generations.look(place.connection, place.name);
    if (look === undefined) return undefined;
    const { generation, own, answer } = look;
    const outcome = answer && this.#open(answer.text, place);
    if (!answer || !outcome) return { generation, own };
    return { generation, own, answer: { outcome, freshUntil: askedAt + answer.freshMs } };
  }

  /** Waits for a turn to fetch what belongs there under the generation. */
  turn({ name }: Place, generation: string, signal?: Signal): Promise<FetchTurn> {
    return this.#turns.take(`${name} ${generation}`, signal);
  }

  /** Keeps an answer that was asked for under `generation`. Never rejects: what is not kept is fetched again. */
  async keep(place: Place, generation: string, outcome: Outcome, freshMs: number): Promise<void> {
    const { shared, state, sealer } = this.#parts;
    if (outcome.json.length > ANSWER_CHARACTERS_MAX) return;
    if (!state.up) return state.missed('cache');
    const text = sealer.seal(`${outcome.fetchedAt} ${outcome.json}`, bindingOf(place));
    const { connection, name } = place;
    try {
      const kept = await shared.keep(connection, name, generation, { text, freshMs, staleMs: this.#options.staleMs });
      if (!kept) this.generations.outdated(connection);
    } catch {
      state.missed('cache');
    }
  }

  #open(sealed: string, place: Place): Outcome | undefined {
    try {
      const plain = this.#parts.sealer.open(sealed, bindingOf(place));
      const space = plain.indexOf(' ');
      return Outcome.ofText(plain.slice(space + 1), Number(plain.slice(0, space)));
    } catch (error) {
      if (!this.#complained) {
        this.#parts.log.warn(
          { err: error, connection: place.connection },
          'a shared answer cannot be opened; it is fetched anew',
        );
      }
      this.#complained = true;
      return undefined;
    }
  }
}

function bindingOf({ connection, name }: Place): string {
  return `answer/${FORMAT}/${connection}/${name}`;
}
