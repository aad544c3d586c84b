import type { Connector } from '../kernel/connector.ts';
import type { Grant, Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import type { ConnectionRuntimes } from './connection-runtime.ts';
import type { CatalogView, ToolListing } from './gateway.ts';
import { publishedInput, publishedOutput } from './published-schemas.ts';

/** What exists, and what each grant may see of it. Views are made once a grant, and again when connections have changed. */
export class Catalog {
  readonly #tools: ReadonlyMap<string, { tool: Tool; connector: Connector }>;
  readonly #runtimes: ConnectionRuntimes;
  #views = new WeakMap<Grant, CatalogView>();
  #revision = 0;
  readonly #outputSchemas = new Map<Tool, ToolListing['outputSchema']>();

  constructor(connectors: readonly Connector[], runtimes: ConnectionRuntimes) {
    this.#runtimes = runtimes;
    const declared = connectors.flatMap((connector) => connector.tools.map((tool) => ({ tool, connector })));
    this.#tools = new Map(declared.map((entry) => [entry.tool.name, entry]));
    if (this.#tools.size < declared.length) throw new TypeError('Two connectors declare a tool of the same name.');
  }

  find(name: string): Tool | undefined {
    return this.#tools.get(name)?.tool;
  }

  all(): Tool[] {
    return [...this.#tools.values()].map(({ tool }) => tool);
  }

  connectorOf(tool: Tool): Connector {
    return (this.#tools.get(tool.name) as { connector: Connector }).connector;
  }

  /** The tools a principal may call now, by name. Not listed: what the grant does not reach and what is off. */
  view({ grant }: Principal): CatalogView {
    if (this.#revision !== this.#runtimes.revision) {
      this.#revision = this.#runtimes.revision;
      this.#views = new WeakMap();
    }
    let view = this.#views.get(grant);
    if (!view) {
      view = { tools: this.#listings(grant) };
      this.#views.set(grant, view);
    }
    return view;
  }

  #listings(grant: Grant): ToolListing[] {
    return [...this.#tools.values()]
      .filter(({ tool }) => grant.permits(tool.permission) && grant.allowsTool(tool.name))
      .flatMap(({ tool, connector }) => this.#listing(tool, connector, grant) ?? [])
      .sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1));
  }

  #listing(tool: Tool, connector: Connector, grant: Grant): ToolListing | undefined {
    const connections = this.#runtimes
      .ofConnector(connector.id)
      .filter(({ id, state }) => state.on && grant.allowsConnection(id))
      .map(({ name }) => name);
    if (connections.length === 0) return undefined;
    return { tool, connector, inputSchema: publishedInput(tool, connections), outputSchema: this.#outputSchema(tool) };
  }

  #outputSchema(tool: Tool): ToolListing['outputSchema'] {
    const schema = this.#outputSchemas.get(tool) ?? publishedOutput(tool);
    this.#outputSchemas.set(tool, schema);
    return schema;
  }
}
