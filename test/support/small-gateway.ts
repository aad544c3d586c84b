import { EventEmitter } from 'node:events';
import { toolsetOf } from '../../src/gateway/catalog.ts';
import type {
  Answer,
  CatalogView,
  Gateway,
  Rendered,
  ResourceContent,
  ToolListing,
} from '../../src/gateway/gateway.ts';
import { publishedInput, publishedOutput } from '../../src/gateway/published-schemas.ts';
import type { CallRequest } from '../../src/kernel/call.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import { uuidv7 } from '../../src/kernel/ids.ts';
import type { Grant, Principal } from '../../src/kernel/principal.ts';

const PAGE_ROWS = 400;

/** A gateway without a pipeline: it finds, authorises, parses, runs and pages, and remembers what faces asked of it. */
export interface SmallGateway extends Gateway {
  readonly requests: readonly CallRequest[];
  /** `news.emit(WATCHED)` says that the one resource that changes did. */
  readonly news: EventEmitter;
  /** Makes other lists of tools of those that there are. */
  changeTools(): void;
}

/** Grants that reach every tool unless the role says otherwise: `none` reaches nothing. */
export function createPrincipal(id: string, role = 'admin'): Principal {
  const may = () => role !== 'none';
  const grant: Grant = {
    id: role,
    role,
    permits: may,
    choosesTools: false,
    allowsTool: may,
    allowsConnection: may,
    showsPersonalData: true,
  };
  return { id, name: id, kind: 'api-key', grant };
}

export function createSmallGateway(connectors: readonly Connector[]): SmallGateway {
  const listings = connectors
    .flatMap((connector) => connector.tools.map((tool) => toListing(connector, tool)))
    .sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1));
  let everything: CatalogView = { tools: listings };
  const nothing: CatalogView = { tools: [] };
  const requests: CallRequest[] = [];
  const answers = new Map<string, Rendered>();
  const news = new EventEmitter();
  const pages = new Map<string, { owner: string; text: string }>();

  const run = async (request: CallRequest, { tool }: ToolListing): Promise<Rendered> => {
    const parsed = tool.input.safeParse(request.input);
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      throw new PlatformError('invalid_input', 'The arguments do not fit.', { issues });
    }
    const signal = request.signal?.() ?? new AbortController().signal;
    const output = await tool.run(parsed.data, undefined, {
      signal,
      now: () => 0,
      atFirst: (read) => read(),
      answerWith() {},
    });
    return page({ ...output, mode: 'mock', source: SOURCE }, tool.list, request.principal.id, pages);
  };

  return {
    requests,
    news,
    changeTools() {
      everything = { tools: listings };
    },
    callNow(request) {
      return this.call(request);
    },
    async call(request) {
      requests.push(request);
      const listing = listings.find(({ tool }) => tool.name === request.tool);
      if (!listing) throw new PlatformError('unknown_tool', 'There is no tool of that name.');
      if (!request.principal.grant.allowsTool(request.tool)) {
        throw new PlatformError('forbidden', 'You may not call it.');
      }
      const key = `${request.principal.id} ${request.tool} ${JSON.stringify(request.input)}`;
      const rendered = answers.get(key) ?? (await run(request, listing));
      if (listing.tool.effect === 'read' && listing.tool.cacheTtlMs !== 0) answers.set(key, rendered);
      return toAnswer(request, listing, rendered);
    },
    toolsets: connectors.map(toolsetOf),
    catalog: ({ grant }) => (grant.role === 'none' ? nothing : everything),
    async resources({ principal: { id } }) {
      return [...pages]
        .filter(([, { owner }]) => owner === id)
        .map(([uri]) => ({ uri, name: 'rows', title: 'Rows', description: 'Rows', mimeType: 'application/json' }));
    },
    watchable: async (_, uris) => uris.filter((uri) => uri === WATCHED),
    watch(_, uri, onNews) {
      news.on(uri, onNews);
      return () => void news.off(uri, onNews);
    },
    async readResource({ principal: { id } }, uri): Promise<ResourceContent> {
      const page = pages.get(uri);
      if (page?.owner !== id) throw new PlatformError('not_found', 'There is no such resource.');
      return { uri, mimeType: 'application/json', text: page.text };
    },
  };
}

/** The one resource that changes. */
export const WATCHED = 'mcp-platform://events/small/default';

const SOURCE = { connector: 'small', connection: 'default', fetchedAt: '2026-11-22T12:00:00.000Z' };

/** A tool as everybody sees it who has one connection. */
export function toListing(connector: Connector, tool: ToolListing['tool']): ToolListing {
  return {
    tool,
    connector,
    toolset: toolsetOf(connector),
    inputSchema: publishedInput(tool, ['default']),
    outputSchema: publishedOutput(tool),
  };
}

function page(
  answer: Record<string, unknown>,
  list: string | undefined,
  owner: string,
  pages: Map<string, { owner: string; text: string }>,
): Rendered {
  const rows = list === undefined ? [] : (answer[list] as unknown[]);
  if (list === undefined || rows.length <= PAGE_ROWS) return inOnePiece(JSON.stringify(answer));
  const uri = `mcp-platform://results/${uuidv7(0)}/pages/2`;
  const count = Math.ceil(rows.length / PAGE_ROWS);
  pages.set(uri, { owner, text: JSON.stringify({ ...answer, [list]: rows.slice(PAGE_ROWS) }) });
  const facts = { number: 1, pages: count, rows: PAGE_ROWS, totalRows: rows.length, expiresAt: SOURCE.fetchedAt };
  const json = JSON.stringify({ ...answer, [list]: rows.slice(0, PAGE_ROWS), page: { ...facts, next: uri } });
  return {
    ...inOnePiece(json),
    rest: { uri, name: 'Rows, page 2', shown: PAGE_ROWS, total: rows.length, pages: count },
  };
}

function inOnePiece(json: string): Rendered {
  return { json, pieces: [json] };
}

function toAnswer(request: CallRequest, { tool }: ToolListing, rendered: Rendered): Answer {
  return {
    callId: uuidv7(0),
    tool,
    mode: 'mock',
    rendered,
    facts: { attempts: 1, replayed: false },
    idempotencyKey: tool.effect === 'read' ? undefined : (request.idempotencyKey ?? 'made-for-it'),
  };
}
