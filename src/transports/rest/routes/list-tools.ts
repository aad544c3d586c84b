import type { CatalogView, Gateway, ToolListing } from '../../../gateway/gateway.ts';
import type { Route } from '../route.ts';

/** `GET /api/v1/tools`: what the caller may call, with schemas. The bytes are made once a view. */
export function listToolsRoute(gateway: Pick<Gateway, 'catalog'>): Route {
  const bodies = new WeakMap<CatalogView, string>();
  return {
    method: 'GET',
    path: '/api/v1/tools',
    access: 'key',
    documentation: {
      operationId: 'listTools',
      tag: 'Tools',
      summary: 'List the tools you may call',
      description: 'Tools that the key may not call are not listed.',
      answer: {
        type: 'object',
        required: ['tools'],
        properties: { tools: { type: 'array', items: { $ref: '#/components/schemas/Tool' } } },
      },
    },
    answer(_exchange, principal) {
      const view = gateway.catalog(principal);
      let body = bodies.get(view);
      if (body === undefined) {
        body = JSON.stringify({ tools: view.tools.map(toEntry) });
        bodies.set(view, body);
      }
      return { body };
    },
  };
}

/** Schema of one entry, a component of the OpenAPI document. */
export const TOOL_SCHEMA = {
  type: 'object',
  required: ['name', 'title', 'description', 'connector', 'effect', 'permission', 'inputSchema', 'outputSchema'],
  properties: {
    name: { type: 'string', examples: ['shopify_search_orders'] },
    title: { type: 'string' },
    description: { type: 'string' },
    connector: { type: 'string', examples: ['shopify'] },
    effect: { enum: ['read', 'write', 'destroy'] },
    permission: { type: 'string', examples: ['shopify.orders.read'] },
    inputSchema: { type: 'object', description: 'JSON Schema 2020-12 of the arguments.' },
    outputSchema: { type: 'object', description: 'JSON Schema 2020-12 of the answer.' },
  },
} as const;

function toEntry({ tool, connector, inputSchema, outputSchema }: ToolListing) {
  const { name, title, description, effect, permission } = tool;
  return { name, title, description, connector: connector.id, effect, permission, inputSchema, outputSchema };
}
