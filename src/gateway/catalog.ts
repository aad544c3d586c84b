import type { Connection } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import type { Grant, Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import type { ConnectionRuntimes } from './connection-runtime.ts';
import type { CatalogView, ToolListing } from './gateway.ts';
import { mayCall } from './may-call.ts';
import { isPlatformTool, PLATFORM_CONNECTION, PLATFORM_CONNECTOR } from './platform-tools/platform-connector.ts';
import { publishedInput, publishedOutput } from './published-schemas.ts';

/** What exists, the platform's own tools included, and what each grant may see of it. Views are made once a grant, and again when connections have changed. */
export class Catalog {
  readonly #tools: ReadonlyMap<string, { tool: Tool; connector: Connector }>;
  readonly #runtimes: ConnectionRuntimes;
  readonly toolsets: readonly string[];
  #views = new WeakMap<Grant, CatalogView>();
  #revision = 0;
  readonly #outputSchemas = new Map<Tool, ToolListing['outputSchema']>();

  constructor(connectors: readonly Connector[], runtimes: ConnectionRuntimes) {
    this.#runtimes = runtimes;
    this.toolsets = connectors.map(toolsetOf);
    const declared = [...connectors, PLATFORM_CONNECTOR].flatMap((connector) =>
      connector.tools.map((tool) => ({ tool, connector })),
    );
    this.#tools = new Map(declared.map((entry) => [entry.tool.name, entry]));
    if (this.#tools.size < declared.length) throw new TypeError('Two connectors declare a tool of the same name.');
  }

  find(name: string): Tool | undefined {
    return this.#tools.get(name)?.tool;
  }

  all(): Tool[] {
    return [...this.#tools.values()].map(({ tool }) => tool);
  }

  /** Every connection that the tool can be called on, whoever calls. */
  connectionsOf(tool: Tool): readonly Connection[] {
    if (isPlatformTool(tool)) return [PLATFORM_CONNECTION];
    return this.#runtimes.ofConnector((this.#tools.get(tool.name) as { connector: Connector }).connector.id);
  }

  /** The tools a principal may call now, by name. Not listed: what the grant does not reach and what is off. */
  view(principal: Principal): CatalogView {
    if (this.#revision !== this.#runtimes.revision) {
      this.#revision = this.#runtimes.revision;
      this.#views = new WeakMap();
    }
    let view = this.#views.get(principal.grant);
    if (!view) {
      view = { tools: this.#listings(principal) };
      this.#views.set(principal.grant, view);
    }
    return view;
  }

  #listings(principal: Principal): ToolListing[] {
    return [...this.#tools.values()]
      .filter(({ tool }) => mayCall(principal, tool))
      .flatMap(({ tool, connector }) => this.#listing(tool, connector, principal.grant) ?? [])
      .sort((a, b) => (a.tool.name < b.tool.name ? -1 : 1));
  }

  #listing(tool: Tool, connector: Connector, grant: Grant): ToolListing | undefined {
    const isOwn = isPlatformTool(tool);
    const connections = this.connectionsOf(tool)
      .filter(({ id, state }) => state.on && (isOwn || grant.allowsConnection(id)))
      .map(({ name }) => name);
    if (connections.length === 0) return undefined;
    const toolset = isOwn ? undefined : toolsetOf(connector);
    const inputSchema = publishedInput(tool, connections);
    return { tool, connector, toolset, inputSchema, outputSchema: this.#outputSchema(tool) };
  }

  #outputSchema(tool: Tool): ToolListing['outputSchema'] {
    const schema = this.#outputSchemas.get(tool) ?? publishedOutput(tool);
    this.#outputSchemas.set(tool, schema);
    return schema;
  }
}

/** A connector's toolset is called as its tools begin: `gsc` for `gsc_`. */
export function toolsetOf({ toolPrefix }: Connector): string {
  return toolPrefix.slice(0, -1);
}
