import type { Answer, Gateway, Rendered } from '../../gateway/gateway.ts';
import { type PlatformError, toPlatformError } from '../../kernel/errors.ts';
import { parseIdempotencyKey } from '../idempotency-key.ts';
import { answerTail } from './answer-tail.ts';
import { cachingHints } from './caching-hints.ts';
import { errorDetail, errorText, retryAfterSeconds } from './error-detail.ts';
import type { Exchange } from './exchange.ts';
import { isObject, RpcError, toRpcFailure } from './json-rpc.ts';
import { refuseCursor } from './pagination.ts';
import { asciiJson, failureReply, membersOf, prepareTail, type Reply, type ResultWriter, type Tail } from './reply.ts';
import type { ListingOptions } from './tool-definition.ts';
import { ToolLists } from './tool-lists.ts';

const META_IDEMPOTENCY_KEY = 'mcp-platform/idempotencyKey';
const META_DEADLINE = 'mcp-platform/deadlineMs';

/** `tools/list` and `tools/call` (server/tools). Lists are prepared; answers are kept as bytes from the first hit on. */
export class ToolMethods {
  readonly #gateway: Gateway;
  readonly #writer: ResultWriter;
  readonly #lists: ToolLists;
  readonly #answers = new WeakMap<Rendered, Tail>();

  constructor(gateway: Gateway, writer: ResultWriter, listing: ListingOptions) {
    this.#gateway = gateway;
    this.#writer = writer;
    this.#lists = new ToolLists(listing);
  }

  /** Everything on one page: many clients never ask for a second. */
  list({ message, era, origin }: Exchange): Reply {
    refuseCursor(message);
    const { principal, toolsets } = origin;
    const tail = this.#lists.of(this.#gateway.catalog(principal), principal.grant, toolsets);
    return this.#writer.result(era, message.id, tail, '', cachingHints('tools/list'));
  }

  /** Refusals of the call itself are results that a model can read; what is no call of a known tool is a JSON-RPC error. */
  call(exchange: Exchange): Reply | Promise<Reply> {
    const { name, arguments: input } = exchange.message.params;
    if (typeof name !== 'string') throw new RpcError('invalid_params', 'Name the tool to call in params.name.');
    if (input !== undefined && !isObject(input)) {
      throw new RpcError('invalid_params', 'Make params.arguments an object.');
    }
    const { principal, face, correlationId, signal, facts } = exchange.origin;
    const idempotencyKey = keyOf(exchange);
    const deadlineMs = deadlineOf(exchange);
    const answer = this.#gateway.callNow({
      principal,
      face,
      tool: name,
      input: input ?? {},
      correlationId,
      deadlineMs,
      idempotencyKey,
      signal,
      facts,
    });
    if (!(answer instanceof Promise)) return this.#answer(exchange, answer);
    return answer.then(
      (late) => this.#answer(exchange, late),
      (error) => this.#refusal(exchange, error),
    );
  }

  #answer({ message, era }: Exchange, answer: Answer): Reply {
    const { rendered, facts } = answer;
    let tail = this.#answers.get(rendered);
    if (tail === undefined) {
      tail = answerTail(rendered);
      // Most answers are asked for once. One that is asked for again is worth keeping, at the second time.
      if (facts.cache === 'hit') this.#answers.set(rendered, tail);
    }
    return this.#writer.result(era, message.id, tail, metaOf(answer));
  }

  #refusal({ message, era, origin: { correlationId } }: Exchange, thrown: unknown): Reply {
    const error = toPlatformError(thrown);
    if (error.code === 'unknown_tool') {
      return failureReply(era, message.id, toRpcFailure(error, correlationId));
    }
    const meta = `"mcp-platform/error":${asciiJson(errorDetail(error, correlationId))}`;
    const reply = this.#writer.result(era, message.id, errorTail(error, correlationId), meta);
    return { ...reply, retryAfterSeconds: retryAfterSeconds(error) };
  }
}

function errorTail(error: PlatformError, correlationId: string): Tail {
  const content = [{ type: 'text', text: errorText(error, correlationId) }];
  return prepareTail(membersOf({ content, isError: true }));
}

/** The header and the `_meta` member mean the same; where both came they must agree. */
function keyOf({ message: { meta }, origin }: Exchange): string | undefined {
  const inMeta = meta?.[META_IDEMPOTENCY_KEY];
  if (inMeta !== undefined && typeof inMeta !== 'string') {
    throw new RpcError('invalid_params', `Make params._meta["${META_IDEMPOTENCY_KEY}"] a string.`);
  }
  if (origin.idempotencyKey === undefined) return inMeta;
  const inHeader = parseIdempotencyKey(origin.idempotencyKey);
  if (inMeta === undefined || inMeta === inHeader) return inHeader;
  throw new RpcError(
    'invalid_params',
    `Idempotency-Key and params._meta["${META_IDEMPOTENCY_KEY}"] differ; send one of them.`,
  );
}

/** Milliseconds the caller is ready to wait, of the `_meta` member, else of the header. */
function deadlineOf({ message: { meta }, origin }: Exchange): number | undefined {
  const inMeta = meta?.[META_DEADLINE];
  if (inMeta === undefined) return origin.deadlineMs;
  if (typeof inMeta === 'number' && inMeta >= 0) return inMeta;
  throw new RpcError('invalid_params', `Make params._meta["${META_DEADLINE}"] a number of milliseconds, 0 or more.`);
}

/** Members of the answer's `_meta`, as text: the call's id, and for reads what the cache did, for writes the key it replays under and what it repeats. */
function metaOf({ callId, tool, facts, idempotencyKey }: Answer): string {
  const meta = `"mcp-platform/callId":"${callId}"`;
  const { cache, replayed, possibleDuplicateOf } = facts;
  if (tool.effect === 'read') return cache === undefined ? meta : `${meta},"mcp-platform/cache":"${cache}"`;
  return `${meta},${membersOf({
    [META_IDEMPOTENCY_KEY]: idempotencyKey,
    'mcp-platform/replayed': replayed,
    'mcp-platform/possibleDuplicateOf': possibleDuplicateOf,
  })}`;
}
