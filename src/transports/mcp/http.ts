import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Signal } from '../../kernel/abort.ts';
import { type CallFacts, noFacts } from '../../kernel/call.ts';
import type { Clock } from '../../kernel/clock.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Principal } from '../../kernel/principal.ts';
import { signalOf } from '../caller-signal.ts';
import { correlationIdOf } from '../correlation.ts';
import { deadlineMsOf } from '../deadline.ts';
import { sendError } from '../error-translation.ts';
import { rateHeadersOf } from '../rate-headers.ts';
import type { SignIn } from '../sign-in.ts';
import { createDispatcher, type Dispatcher, type DispatcherParts } from './dispatcher.ts';
import { type Era, eraOf, isModern } from './era.ts';
import { refusalOf } from './http-admission.ts';
import { readBody } from './http-body.ts';
import { sendParts } from './http-parts.ts';
import { sendStream } from './http-stream.ts';
import { isRequest, readableId, toMessage } from './json-rpc.ts';
import { type MessageLimits, parseMessageText } from './message-text.ts';
import { type Reply, replyText } from './reply.ts';
import { type Toolsets, toolsetsOfUrl } from './toolsets.ts';
import { traceIn } from './trace.ts';

export interface McpHandlerParts extends DispatcherParts {
  readonly signIn: SignIn;
  readonly limits: MessageLimits;
  readonly clock: Clock;
}

const ONE_TEXT_BYTES = 8 * 1024;

/** Answers requests for `/mcp`, and for `/mcp/{toolsets}`, where the same is listed otherwise. */
export type McpHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Makes the handler of Streamable HTTP: revision 2026-07-28 and, without sessions, 2025-11-25 and 2025-06-18,
 * answered as JSON but for the streams of `subscriptions/listen`. Requests have passed the server's guard (Host, Origin, CORS); the handler sets its own headers only.
 * Whoever has not signed in learns nothing of the protocol: 401 comes before the body is read.
 */
export function createMcpHandler(parts: McpHandlerParts): McpHandler {
  const face = new HttpFace(parts);
  return (request, response) => face.handle(request, response);
}

class HttpFace {
  readonly #signIn: SignIn;
  readonly #limits: MessageLimits;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;
  readonly #toolsets: readonly string[];

  constructor(parts: McpHandlerParts) {
    this.#signIn = parts.signIn;
    this.#limits = parts.limits;
    this.#log = parts.log;
    this.#clock = parts.clock;
    this.#dispatcher = createDispatcher(parts);
    this.#toolsets = parts.gateway.toolsets;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const correlationId = correlationIdOf(request.headers.traceparent as string | undefined);
    try {
      const principal = this.#signIn(request, 'mcp', correlationId);
      if (principal instanceof Promise) {
        principal
          .then((known) => this.#receive(request, response, known, correlationId))
          .catch((error) => sendError(response, error, correlationId, { request }));
      } else this.#receive(request, response, principal, correlationId);
    } catch (error) {
      sendError(response, error, correlationId, { request });
    }
  }

  #receive(request: IncomingMessage, response: ServerResponse, principal: Principal, correlationId: string): void {
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      if (refusal.allow !== undefined) response.setHeader('allow', refusal.allow);
      sendError(response, refusal.error, correlationId, { status: refusal.status });
      return;
    }
    const toolsets = toolsetsOfUrl(request.url as string, this.#toolsets);
    readBody(request, this.#limits.bodyBytes, (body) => {
      if (body === undefined) this.#refuseSize(response, correlationId);
      else this.#answer(request, response, body, { principal, toolsets }, correlationId);
    });
  }

  /** What is left of the body stays unread, so the connection cannot go on. */
  #refuseSize(response: ServerResponse, correlationId: string): void {
    const limit = this.#limits.bodyBytes;
    response.shouldKeepAlive = false;
    const error = new PlatformError('too_large', `The body is longer than ${limit} bytes; send less at a time.`);
    sendError(response, error, correlationId);
  }

  #answer(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    caller: { readonly principal: Principal; readonly toolsets: Toolsets | undefined },
    headerId: string,
  ): void {
    const { headers } = request;
    const version = headers['mcp-protocol-version'] as string | undefined;
    let era: Era = version !== undefined && isModern(version) ? 'modern' : 'legacy';
    let correlationId = headerId;
    let value: unknown;
    try {
      value = parseMessageText(body, this.#limits.jsonDepth);
      const message = toMessage(value);
      era = eraOf(message, version);
      correlationId = traceIn(message) ?? headerId;
      if (!isRequest(message)) {
        this.#dispatcher.notify(message, era, headers);
        accept(response, correlationId);
        return;
      }
      // Only in the modern era does a caller who leaves thereby cancel (basic/transports of both eras).
      const signal = era === 'modern' ? signalWhenAsked(response) : undefined;
      const idempotencyKey = headers['idempotency-key'] as string | undefined;
      const facts = noFacts();
      const deadlineMs = deadlineMsOf(headers.prefer as string | undefined);
      const origin = {
        ...caller,
        face: 'mcp',
        correlationId,
        idempotencyKey,
        deadlineMs,
        signal,
        facts,
        stillCalls: () => this.#signIn(request, 'mcp', headerId),
      } as const;
      const reply = this.#dispatcher.answer(message, era, origin, headers);
      if (reply instanceof Promise) this.#sendLater(response, reply, correlationId, facts);
      else send(response, reply, correlationId, facts);
    } catch (error) {
      send(response, this.#dispatcher.refuse(error, era, readableId(value), correlationId), correlationId);
    }
  }

  #sendLater(response: ServerResponse, reply: Promise<Reply>, correlationId: string, facts: CallFacts): void {
    const fail = (error: unknown) => {
      this.#log.error({ correlationId, error }, 'an MCP answer could not be written');
      response.destroy();
    };
    reply.then((ready) => {
      try {
        if (ready.follow && !response.destroyed) {
          sendStream(response, replyText(ready), ready.follow, { clock: this.#clock, correlationId });
        } else if (ready.body)
          sendParts(response, ready, ready.body, headersOf(ready, correlationId, facts)).catch(fail);
        else send(response, ready, correlationId, facts);
      } catch (error) {
        fail(error);
      }
    }, fail);
  }
}

function signalWhenAsked(response: ServerResponse): () => Signal {
  let signal: Signal | undefined;
  return () => {
    signal ??= signalOf(response);
    return signal;
  };
}

function accept(response: ServerResponse, correlationId: string): void {
  response.writeHead(202, ['content-length', '0', 'x-correlation-id', correlationId]);
  response.end();
}

function headersOf({ retryAfterSeconds }: Reply, correlationId: string, facts: CallFacts | undefined): string[] {
  const headers = ['content-type', 'application/json', 'x-correlation-id', correlationId];
  if (retryAfterSeconds !== undefined) headers.push('retry-after', String(retryAfterSeconds));
  const rate = facts && rateHeadersOf(facts);
  if (rate) headers.push('ratelimit-policy', rate['ratelimit-policy'], 'ratelimit', rate.ratelimit);
  return headers;
}

/** Writes the answer, its shared part as the bytes that are kept; to a caller who has left, nothing. */
function send(response: ServerResponse, reply: Reply, correlationId: string, facts?: CallFacts): void {
  if (response.destroyed) return;
  const { status, head, tail } = reply;
  const headers = headersOf(reply, correlationId, facts);
  headers.push('content-length', String(head.length + tail.utf8.length));
  response.writeHead(status, headers);
  // As one text of a character a byte, headers and all, a short answer costs a third less to write than as a list of parts.
  if (tail.utf8.length <= ONE_TEXT_BYTES) {
    tail.text ??= tail.utf8.toString('latin1');
    response.end(head + tail.text, 'latin1');
    return;
  }
  // Both parts in one system call.
  response.cork();
  response.write(head, 'latin1');
  response.end(tail.utf8);
}
