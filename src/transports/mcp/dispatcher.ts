import type { IncomingHttpHeaders } from 'node:http';
import type { Gateway } from '../../gateway/gateway.ts';
import { toPlatformError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { cachingHints } from './caching-hints.ts';
import { checkEnvelope, type Era, MODERN_VERSIONS, negotiate } from './era.ts';
import type { Exchange, Origin } from './exchange.ts';
import { checkRoutingHeaders, checkVersionHeader } from './http-headers.ts';
import { type RequestId, RpcError, type RpcMessage, type RpcRequest, toRpcFailure } from './json-rpc.ts';
import { refuseCursor } from './pagination.ts';
import {
  emptyReply,
  failureReply,
  membersOf,
  prepareTail,
  type Reply,
  ResultWriter,
  type ServerInfo,
} from './reply.ts';
import { ResourceMethods } from './resources.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { ListingOptions } from './tool-definition.ts';
import { ToolMethods } from './tools.ts';

export interface DispatcherParts {
  readonly gateway: Gateway;
  readonly log: Log;
  readonly serverInfo: ServerInfo;
  /** What a model should know across tools; the essentials first, since clients cut it (2,000 characters are safe). */
  readonly instructions: string;
  readonly listing: ListingOptions;
  readonly subscriptions: Subscriptions;
}

/** Answers MCP messages of both eras, whatever carried them. */
export interface Dispatcher {
  /**
   * Checks and takes in a notification. Throws `RpcError` for one that is not accepted. None has an effect here: what is
   * cancelled is known to the transport.
   */
  notify(message: RpcMessage, era: Era, headers?: IncomingHttpHeaders): void;
  /** Answers a request; what goes wrong is an answer too. `headers` are HTTP's, to be held against the body. */
  answer(message: RpcRequest, era: Era, origin: Origin, headers?: IncomingHttpHeaders): Reply | Promise<Reply>;
  /** The answer to something that could not be taken for a message. */
  refuse(error: unknown, era: Era, id: RequestId | undefined, correlationId: string): Reply;
}

type Method = (exchange: Exchange) => Reply | Promise<Reply>;

/** What changes is told on streams, which only the modern era has: the other tells it unasked, in sessions. */
const CAPABILITIES: Readonly<Record<Era, object>> = {
  modern: { tools: { listChanged: true }, resources: { subscribe: true }, prompts: {} },
  legacy: { tools: {}, resources: {}, prompts: {} },
};

/** Makes the dispatcher: what is the same for every request is prepared here. */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const methods = createMethods(parts);

  function refuse(error: unknown, era: Era, id: RequestId | undefined, correlationId: string): Reply {
    const failure = toRpcFailure(error, correlationId);
    if (failure.row === 'internal') {
      parts.log.error({ correlationId, error: toPlatformError(error).cause ?? error }, 'an MCP request failed');
    } else parts.log.debug({ correlationId, era, rpcCode: failure.code }, 'an MCP request was refused');
    return failureReply(era, id, failure);
  }

  return {
    refuse,
    notify(message, era, headers) {
      if (headers) checkVersionHeader(headers, message, era);
      if (headers && era === 'modern') checkRoutingHeaders(headers, message);
      if (!message.method.startsWith('notifications/')) {
        throw new RpcError('invalid_request', 'Give the request an `id`; only notifications go without.');
      }
    },
    answer(message, era, origin, headers) {
      try {
        if (headers) checkVersionHeader(headers, message, era);
        if (era === 'modern') {
          checkEnvelope(message);
          if (headers) checkRoutingHeaders(headers, message);
        }
        const method = methods[era].get(message.method);
        if (!method) throw new RpcError('method_not_found', 'There is no such method here; see the capabilities.');
        const reply = method({ message, era, origin });
        if (!(reply instanceof Promise)) return reply;
        return reply.catch((error) => refuse(error, era, message.id, origin.correlationId));
      } catch (error) {
        return refuse(error, era, message.id, origin.correlationId);
      }
    },
  };
}

/** Which methods each era has; the other's are not found. */
function createMethods(parts: DispatcherParts): Readonly<Record<Era, ReadonlyMap<string, Method>>> {
  const writer = new ResultWriter(parts.serverInfo);
  const tools = new ToolMethods(parts.gateway, writer, parts.listing);
  const resources = new ResourceMethods(parts.gateway, writer);
  const both: readonly (readonly [string, Method])[] = [
    ['tools/call', (exchange) => tools.call(exchange)],
    ['tools/list', (exchange) => tools.list(exchange)],
    ['resources/list', (exchange) => resources.list(exchange)],
    ['resources/templates/list', (exchange) => resources.templates(exchange)],
    ['resources/read', (exchange) => resources.read(exchange)],
    ['prompts/list', listPrompts(writer)],
    ['prompts/get', refusePrompt],
  ];
  return {
    modern: new Map([
      ...both,
      ['server/discover', discover(parts, writer)],
      ['subscriptions/listen', (exchange) => parts.subscriptions.listen(exchange)],
    ]),
    legacy: new Map([...both, ['initialize', initialize(parts)], ['ping', ({ message }) => emptyReply(message.id)]]),
  };
}

function discover({ instructions }: DispatcherParts, writer: ResultWriter): Method {
  const tail = prepareTail(
    membersOf({ supportedVersions: MODERN_VERSIONS, capabilities: CAPABILITIES.modern, instructions }),
  );
  return ({ message, era }) => writer.result(era, message.id, tail, '', cachingHints('server/discover'));
}

/** No session is made: the client repeats the revision on every request, and any process may answer the next one. */
function initialize({ serverInfo, instructions }: DispatcherParts): Method {
  return ({ message: { id, params } }) => {
    const protocolVersion = negotiate(params.protocolVersion);
    const result = { protocolVersion, capabilities: CAPABILITIES.legacy, serverInfo, instructions };
    return {
      status: 200,
      head: `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{`,
      tail: prepareTail(membersOf(result)),
    };
  };
}

/** There are no prompts yet for anybody; the list says so to clients that ask without looking at capabilities. */
function listPrompts(writer: ResultWriter): Method {
  const tail = prepareTail('"prompts":[]');
  return ({ message, era }) => {
    refuseCursor(message);
    return writer.result(era, message.id, tail, '', cachingHints('prompts/list'));
  };
}

function refusePrompt(): Reply {
  throw new RpcError('invalid_params', 'There is no prompt of that name; the list is empty.');
}
