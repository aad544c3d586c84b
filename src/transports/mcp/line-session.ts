import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { newCorrelationId } from '../correlation.ts';
import {
  isRequest,
  type RequestId,
  RpcError,
  type RpcRequest,
  readableId,
  toMessage,
  toRpcFailure,
} from './json-rpc.ts';
import { LineSplitter } from './line-splitter.ts';
import { type MessageLimits, parseMessageText } from './message-text.ts';
import { failureReply } from './reply.ts';

/** Bounds of a session over a pair of streams. */
export interface LineLimits extends MessageLimits {
  /** Requests answered at a time. As many again wait; beyond them the input is not read. */
  readonly running: number;
  /** A longer answer is refused: the official client ends the session over a line of 10 MB. */
  readonly answerBytes: number;
  /** How long requests under way may go on after the input has ended. */
  readonly drainMs: number;
}

/** What holds where nothing else is said. */
export const LINE_LIMITS: LineLimits = {
  bodyBytes: 1_048_576,
  jsonDepth: 64,
  running: 16,
  answerBytes: 10_000_000,
  drainMs: 10_000,
};

export interface LineStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Gives the text of a request's response, on one line; messages that come before it are given to `send`. The signal aborts
 * when the client cancels or has gone.
 */
export type Respond = (
  request: RpcRequest,
  signal: AbortSignal,
  line: Buffer,
  send: (message: string) => void,
) => Promise<string>;

/** Goes on until the client or the platform ends it, so it takes no place among those that are answered. */
const ENDLESS = 'subscriptions/listen';
/** A client that leaves so much unread has stopped reading. */
const UNREAD_BYTES_MAX = 1_048_576;

interface Job {
  readonly request: RpcRequest;
  readonly line: Buffer;
  readonly canceller: AbortController;
}

/**
 * Carries newline-delimited JSON-RPC (basic/transports/stdio): a response a line, in the order in which they are ready,
 * and nothing else. Resolves when the input has ended and what was under way is answered or out of time.
 */
export async function runLineSession(
  streams: LineStreams,
  limits: LineLimits,
  clock: Clock,
  respond: Respond,
): Promise<void> {
  await new LineSession(streams, limits, respond).run(clock);
}

class LineSession {
  readonly #streams: LineStreams;
  readonly #limits: LineLimits;
  readonly #respond: Respond;
  /** Requests that are neither answered nor cancelled, those that wait included. */
  readonly #open = new Map<RequestId, Job>();
  readonly #waiting: Job[] = [];
  #running = 0;
  #whenFreed: (() => void) | undefined;

  constructor(streams: LineStreams, limits: LineLimits, respond: Respond) {
    this.#streams = streams;
    this.#limits = limits;
    this.#respond = respond;
  }

  async run(clock: Clock): Promise<void> {
    const { input, output } = this.#streams;
    // A client that is gone reads no answers: what it asked for is cancelled, and the input's end follows.
    const gone = () => input.destroy();
    output.on('error', gone);
    try {
      await this.#read();
      await this.#drain(clock);
    } finally {
      for (const { canceller } of this.#open.values()) canceller.abort(left());
      this.#open.clear();
      // The listener stays: a late write to a pipe that has closed must not end the process.
    }
  }

  async #read(): Promise<void> {
    const splitter = new LineSplitter(this.#limits.bodyBytes);
    try {
      for await (const chunk of this.#streams.input) {
        for (const line of splitter.push(chunk as Buffer)) await this.#take(line);
      }
    } catch {
      return; // The input broke: its end, as far as the session is concerned.
    }
    for (const line of splitter.end()) await this.#take(line);
  }

  async #take(line: Buffer | 'too long'): Promise<void> {
    let value: unknown;
    try {
      if (line === 'too long') {
        throw new RpcError(
          'too_large',
          `The line is longer than ${this.#limits.bodyBytes} bytes; send less at a time.`,
        );
      }
      value = parseMessageText(line, this.#limits.jsonDepth);
      const message = toMessage(value);
      if (isRequest(message)) this.#admit(message, line);
      else if (message.method === 'notifications/cancelled') this.#cancel(message.params.requestId);
    } catch (error) {
      this.#write(failureReply('legacy', readableId(value), toRpcFailure(error, newCorrelationId())).head);
    }
    while (this.#waiting.length >= this.#limits.running) await this.#freed();
    if (this.#streams.output.writableNeedDrain) await drained(this.#streams.output);
  }

  #admit(request: RpcRequest, line: Buffer): void {
    if (this.#open.has(request.id)) {
      throw new RpcError('invalid_request', 'Use another `id`: a request with this one is still running.');
    }
    const job = { request, line, canceller: new AbortController() };
    this.#open.set(request.id, job);
    if (request.method === ENDLESS) {
      void this.#carryOut(job);
      return;
    }
    this.#waiting.push(job);
    this.#start();
  }

  #start(): void {
    while (this.#running < this.#limits.running) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      this.#running += 1;
      void this.#carryOut(job).then(() => {
        this.#running -= 1;
        this.#start();
        this.#whenFreed?.();
      });
    }
  }

  async #carryOut({ request, line, canceller }: Job): Promise<void> {
    let text: string;
    try {
      text = await this.#respond(request, canceller.signal, line, (message) => {
        if (canceller.signal.aborted) return;
        if (this.#streams.output.writableLength > UNREAD_BYTES_MAX) this.#cancel(request.id);
        else this.#write(message);
      });
      if (Buffer.byteLength(text) > this.#limits.answerBytes) throw tooLong();
    } catch (error) {
      text = failureReply('legacy', request.id, toRpcFailure(error, newCorrelationId())).head;
    }
    if (canceller.signal.aborted) return;
    this.#open.delete(request.id);
    this.#write(text);
  }

  /** Ends a request without an answer, whether it runs or waits. An id that is not known has been answered already. */
  #cancel(id: unknown): void {
    const job = this.#open.get(id as RequestId);
    if (job === undefined) return;
    this.#open.delete(job.request.id);
    const at = this.#waiting.indexOf(job);
    if (at !== -1) this.#waiting.splice(at, 1);
    job.canceller.abort(left());
  }

  #freed(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenFreed = resolve;
    });
  }

  async #drain(clock: Clock): Promise<void> {
    for (const { request } of [...this.#open.values()]) if (request.method === ENDLESS) this.#cancel(request.id);
    const done = new AbortController();
    const late = clock.sleep(this.#limits.drainMs, done.signal).then(
      () => true,
      () => true,
    );
    while (this.#open.size > 0) {
      if (await Promise.race([late, this.#freed()])) break;
    }
    done.abort();
    await late;
  }

  #write(text: string): void {
    if (this.#streams.output.writable) this.#streams.output.write(`${text}\n`);
  }
}

/** Resolves when the stream takes more, or never will. */
async function drained(output: Writable): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(output, 'drain', { signal }), once(output, 'close', { signal })]).catch(() => undefined);
  settled.abort();
}

function tooLong(): RpcError {
  return new RpcError(
    'invalid_params',
    'The answer is too long for a line; read it over HTTP from a running server, a file at /api/v1/results/{id}/file.',
  );
}

function left(): PlatformError {
  return new PlatformError('cancelled', 'The caller no longer waits for the answer.');
}
