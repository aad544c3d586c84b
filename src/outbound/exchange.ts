import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Signal } from '../kernel/abort.ts';
import { WireError, type WireFault, type WireReply } from '../kernel/wire.ts';
import type { DeadlineSweep, Expiring } from './deadline-sweep.ts';
import { toWireError } from './failure.ts';
import { type BodyReader, ReplyBody } from './reply-body.ts';

const NO_HEADERS: Readonly<Record<string, string>> = {};

/** What one exchange is bound by. */
export interface ExchangeLimits {
  readonly maxBodyBytes: number;
  readonly deadlines: DeadlineSweep;
}

/** Who asked, and what for. */
export interface Asked {
  readonly signal: Signal | undefined;
  /** `bytes` leaves the body of a reply with a status below 300 undecoded. */
  readonly reading: 'text' | 'bytes' | undefined;
}

/** Hears that a reply has begun, and takes the outcome, once. */
interface Outcome {
  heard(): void;
  resolve(reply: WireReply): void;
  reject(error: WireError): void;
}

/**
 * One request and its reply, as undici's handler. It settles once; whatever comes later is dropped, and its place in the
 * sweep and its listener on the caller's signal are gone by then.
 */
export class Exchange implements Dispatcher.DispatchHandler, BodyReader, Expiring {
  readonly #limits: ExchangeLimits;
  readonly #wantsBytes: boolean;
  #signal: Signal | undefined;
  /** Gone once it is settled. */
  #outcome: Outcome | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #body: ReplyBody | undefined;
  #status = 0;
  #headers = NO_HEADERS;

  constructor(limits: ExchangeLimits, { signal, reading }: Asked, outcome: Outcome) {
    this.#limits = limits;
    this.#signal = signal;
    this.#wantsBytes = reading === 'bytes';
    this.#outcome = outcome;
    limits.deadlines.add(this);
    signal?.addEventListener('abort', this);
  }

  /** Whether its outcome is known: it then wants nothing more from undici. */
  get settled(): boolean {
    return this.#outcome === undefined;
  }

  /** The caller's signal fired. */
  handleEvent(): void {
    this.#fail('aborted', 'The caller stopped waiting.');
  }

  expire(): void {
    this.#fail('timeout', 'The whole reply did not come within the limit.');
  }

  /** undici is about to write the request: from here on a byte of it may have left. It comes again when the vendor declined the first writing unread. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown, not aborted: an abort would cost the connection that the next request in the queue can use.
    if (this.settled) throw new Error('Given up while it waited for a connection.');
    this.#controller = controller;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || this.settled) return;
    this.#outcome?.heard();
    this.#controller = controller;
    this.#status = status;
    this.#headers = flat(headers);
    const reading = this.#wantsBytes && status < 300 ? 'bytes' : 'text';
    this.#body = new ReplyBody(this.#headers['content-encoding'], this.#limits.maxBodyBytes, this, reading);
    if (Number(this.#headers['content-length']) > this.#limits.maxBodyBytes) {
      this.#fail('too_large', 'The reply is larger than the limit.');
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    const started = this.#controller !== undefined;
    this.#settle()?.reject(toWireError(error, started));
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  onText(body: string): void {
    const reply = { status: this.#status, headers: this.#headers, body };
    this.#settle()?.resolve(reply);
  }

  onBytes(bytes: Uint8Array): void {
    const reply = { status: this.#status, headers: this.#headers, body: '', bytes };
    this.#settle()?.resolve(reply);
  }

  onBodyFault(fault: 'too_large' | 'malformed', message: string): void {
    this.#fail(fault, message);
  }

  #fail(fault: WireFault, message: string): void {
    const controller = this.#controller;
    const outcome = this.#settle();
    if (!outcome) return;
    const error = new WireError(fault, controller ? 'unknown' : 'no', message);
    outcome.reject(error);
    controller?.abort(error);
  }

  /**
   * Gives who waits for the outcome, the first time, and lets go of everything else. Whoever listed this exchange, the
   * stream or the sweep, may hold it for long after: V8 keeps what a rehashed Map once held until a full collection.
   */
  #settle(): Outcome | undefined {
    const outcome = this.#outcome;
    if (outcome === undefined) return undefined;
    this.#limits.deadlines.delete(this);
    this.#signal?.removeEventListener('abort', this);
    this.#body?.discard();
    this.#outcome = undefined;
    this.#signal = undefined;
    this.#body = undefined;
    this.#controller = undefined;
    this.#headers = NO_HEADERS;
    return outcome;
  }
}

/** Joins repeated headers, and leaves behind what node:http2 keeps beside them. */
function flat(headers: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return joined;
}
