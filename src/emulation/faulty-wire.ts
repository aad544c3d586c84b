import type { Signal } from '../kernel/abort.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Wire, WireError, type WireReply, type WireRequest } from '../kernel/wire.ts';
import { type Fault, type FaultSource, faultHeader, faultPath, parseFaults } from './faults.ts';

/** How one vendor answers, and what it says when it is made to fail. */
export interface VendorVoice {
  /** Does the work. */
  answer(request: WireRequest): WireReply | Promise<WireReply>;
  /** Names the operation of a request for `match=`; `undefined` when it has none. */
  operationOf(request: WireRequest): string | undefined;
  /** The vendor's own words for "slow down". */
  throttled(request: WireRequest): WireReply;
  /** The vendor's own body for an HTTP status. */
  refused(status: number): WireReply;
}

/**
 * Thrown when an emulated reply breaks off. In the process it is the same `WireError` that a broken socket gives; the
 * HTTPS shell sends what is in `partial` and then breaks the real connection.
 */
export class BrokenReply extends WireError {
  /** The reply of which only `keepBytes` of the body arrive; `undefined` when nothing does. */
  readonly partial: { readonly reply: WireReply; readonly keepBytes: number } | undefined;

  constructor(partial?: BrokenReply['partial']) {
    super('reset', 'unknown', 'The connection broke before the reply was whole.');
    this.partial = partial;
  }
}

/** Puts faults between a caller and an emulated vendor. */
export function openFaultyWire(voice: VendorVoice, faults: FaultSource, clock: Clock): Wire {
  return async (request, signal) => {
    if (signal?.aborted) throw new WireError('aborted', 'no', 'The caller left before the request was sent.');
    const header = request.headers[faultHeader];
    const path = new URL(request.url).pathname;
    if (path === faultPath) return control(request, header, faults);
    if (header !== undefined) {
      const refusal = addFaults(header, faults);
      if (refusal) return refusal;
    }
    const struck = faults.take([voice.operationOf(request) ?? '', path]);
    return asRead(await strike(struck, voice, request, clock, signal), request);
  };
}

/** The bytes that a reply has on a socket. */
export function bytesOf({ body, bytes }: WireReply): Uint8Array {
  return bytes ?? Buffer.from(body);
}

/** A successful reply to a request for bytes is left undecoded, as the outbound client leaves it, whatever it is. */
function asRead(reply: WireReply, { reading }: WireRequest): WireReply {
  return reading === 'bytes' && reply.status < 300 ? { ...reply, body: '', bytes: bytesOf(reply) } : reply;
}

async function strike(
  faults: readonly Fault[],
  voice: VendorVoice,
  request: WireRequest,
  clock: Clock,
  signal: Signal | undefined,
): Promise<WireReply> {
  let reply: WireReply | undefined;
  for (const { what, isAfter } of faults) {
    if (isAfter || what.kind === 'truncate') reply ??= await voice.answer(request);
    if (what.kind === 'delay') await wait(what.delayMs, clock, signal);
    else return spoil(what, reply, voice, request);
  }
  return reply ?? voice.answer(request);
}

function spoil(
  what: Exclude<Fault['what'], { kind: 'delay' }>,
  reply: WireReply | undefined,
  voice: VendorVoice,
  request: WireRequest,
): WireReply {
  switch (what.kind) {
    case 'status': {
      const refusal = voice.refused(what.status);
      if (what.retryAfterSeconds === undefined) return refusal;
      return { ...refusal, headers: { ...refusal.headers, 'retry-after': String(what.retryAfterSeconds) } };
    }
    case 'throttle':
      return voice.throttled(request);
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: webPage };
    case 'reset':
      throw new BrokenReply();
    case 'truncate': {
      const whole = reply ?? { status: 200, headers: {}, body: '' };
      const bytes = bytesOf(whole).length;
      throw new BrokenReply({
        reply: whole,
        keepBytes: Math.min(what.keepBytes ?? Math.floor(bytes / 2), Math.max(bytes - 1, 0)),
      });
    }
  }
}

async function wait(ms: number, clock: Clock, signal: Signal | undefined): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new WireError('aborted', 'unknown', 'The caller left before the reply came.', { cause: error });
  }
}

function control(request: WireRequest, header: string | undefined, faults: FaultSource): WireReply {
  if (request.method === 'DELETE') faults.clear();
  else if (header !== undefined) {
    const refusal = addFaults(header, faults);
    if (refusal) return refusal;
  }
  return { status: 204, headers: {}, body: '' };
}

function addFaults(header: string, faults: FaultSource): WireReply | undefined {
  try {
    faults.add(parseFaults(header));
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The fault header cannot be read.';
    return {
      status: 400,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${faultHeader}: ${message}\n`,
    };
  }
}

const webPage = '<!doctype html><html lang="en"><title>One moment</title><p>We are checking your browser.</p></html>';
