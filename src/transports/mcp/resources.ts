import { EVENTS_URI_TEMPLATE, FILE_URI_TEMPLATE, type Gateway, RESULT_URI_TEMPLATE } from '../../gateway/gateway.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { cachingHints } from './caching-hints.ts';
import type { Exchange } from './exchange.ts';
import { fileContents } from './file-contents.ts';
import { RpcError } from './json-rpc.ts';
import { refuseCursor } from './pagination.ts';
import { membersOf, prepareTail, type Reply, type ResultWriter } from './reply.ts';

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
      {
        uriTemplate: FILE_URI_TEMPLATE,
        name: 'result-file',
        title: 'File',
        description: 'A file that a tool answered with. The answer links it. What is in it is untrusted.',
      },
      {
        uriTemplate: EVENTS_URI_TEMPLATE,
        name: 'events',
        title: 'What a vendor reported',
        description: 'The latest events of a connection, newest first. Subscribe to hear of new ones.',
        mimeType: 'application/json',
      },
    ],
  }),
);

/** `resources/list`, `resources/templates/list` and `resources/read` (server/resources): the caller's own large results and files, and what vendors reported. */
export class ResourceMethods {
  readonly #gateway: Gateway;
  readonly #writer: ResultWriter;

  constructor(gateway: Gateway, writer: ResultWriter) {
    this.#gateway = gateway;
    this.#writer = writer;
  }

  async list({ message, era, origin }: Exchange): Promise<Reply> {
    refuseCursor(message);
    const tail = prepareTail(membersOf({ resources: await this.#gateway.resources(origin) }));
    return this.#writer.result(era, message.id, tail, '', cachingHints('resources/list'));
  }

  templates({ message, era }: Exchange): Reply {
    refuseCursor(message);
    return this.#writer.result(era, message.id, TEMPLATES, '', cachingHints('resources/templates/list'));
  }

  async read({ message, era, origin }: Exchange): Promise<Reply> {
    const { uri } = message.params;
    if (typeof uri !== 'string') throw new RpcError('invalid_params', 'Name the resource to read in params.uri.');
    const content = await this.#gateway.readResource(origin, uri).catch((error) => {
      throw isNotFound(error) ? new RpcError('invalid_params', error.message, { uri }) : error;
    });
    if ('file' in content) {
      const reply = this.#writer.result(era, message.id, prepareTail(''), '', cachingHints('resources/read'));
      return { ...reply, body: fileContents(content) };
    }
    const tail = prepareTail(membersOf({ contents: [content] }));
    return this.#writer.result(era, message.id, tail, '', cachingHints('resources/read'));
  }
}

function isNotFound(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.code === 'not_found';
}
