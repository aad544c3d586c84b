import { type Gateway, RESULT_URI_TEMPLATE } from '../../gateway/gateway.ts';
import { cachingHints } from './caching-hints.ts';
import type { Exchange } from './exchange.ts';
import { RpcError, toRpcFailure } from './json-rpc.ts';
import { refuseCursor } from './pagination.ts';
import { failureReply, membersOf, prepareTail, type Reply, type ResultWriter } from './reply.ts';

const TEMPLATES = prepareTail(
  membersOf({
    resourceTemplates: [
      {
        uriTemplate: RESULT_URI_TEMPLATE,
        name: 'result-page',
        title: 'Page of a large result',
        description: 'Rows that did not fit into a tool’s answer. The answer links its next page.',
        mimeType: 'application/json',
      },
    ],
  }),
);

/** `resources/list`, `resources/templates/list` and `resources/read` (server/resources): the caller's own large results. */
export class ResourceMethods {
  readonly #gateway: Gateway;
  readonly #writer: ResultWriter;

  constructor(gateway: Gateway, writer: ResultWriter) {
    this.#gateway = gateway;
    this.#writer = writer;
  }

  async list({ message, era, origin }: Exchange): Promise<Reply> {
    try {
      refuseCursor(message);
      const tail = prepareTail(membersOf({ resources: await this.#gateway.resources(origin.principal) }));
      return this.#writer.result(era, message.id, tail, '', cachingHints('resources/list'));
    } catch (error) {
      return failureReply(era, message.id, toRpcFailure(error, origin.correlationId));
    }
  }

  templates({ message, era }: Exchange): Reply {
    refuseCursor(message);
    return this.#writer.result(era, message.id, TEMPLATES, '', cachingHints('resources/templates/list'));
  }

  async read({ message, era, origin }: Exchange): Promise<Reply> {
    try {
      const { uri } = message.params;
      if (typeof uri !== 'string') throw new RpcError('invalid_params', 'Name the resource to read in params.uri.');
      const tail = prepareTail(membersOf({ contents: [await this.#gateway.readResource(origin.principal, uri)] }));
      return this.#writer.result(era, message.id, tail, '', cachingHints('resources/read'));
    } catch (error) {
      return failureReply(era, message.id, toRpcFailure(error, origin.correlationId));
    }
  }
}
