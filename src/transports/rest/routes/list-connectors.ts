import type { Registry } from '../../../observability/registry.ts';
import { json, type Route } from '../route.ts';

/** `GET /api/v1/connectors`: the connections that the caller's grant allows, and how they are. */
export function listConnectorsRoute(registry: Pick<Registry, 'connections'>): Route {
  return {
    method: 'GET',
    path: '/api/v1/connectors',
    access: 'key',
    documentation: {
      operationId: 'listConnectors',
      tag: 'Connections',
      summary: 'List the connections you may use and how they are',
      answer: {
        type: 'object',
        required: ['connections'],
        properties: { connections: { type: 'array', items: { $ref: '#/components/schemas/Connection' } } },
      },
    },
    answer(_exchange, { grant }) {
      return json({ connections: registry.connections().filter(({ id }) => grant.allowsConnection(id)) });
    },
  };
}

/** Schema of one connection, a component of the OpenAPI document. */
export const CONNECTION_SCHEMA = {
  type: 'object',
  required: ['id', 'connector', 'title', 'connection', 'on', 'breaker', 'facts', 'since', 'tools'],
  properties: {
    id: { type: 'string', examples: ['shopify/default'] },
    connector: { type: 'string', examples: ['shopify'] },
    title: { type: 'string' },
    connection: { type: 'string', examples: ['default'] },
    on: { type: 'boolean' },
    because: { type: 'string', description: 'Why it is off.' },
    mode: { enum: ['live', 'mock', 'emulated'] },
    breaker: { enum: ['closed', 'open', 'half-open'] },
    breakerHeld: { const: true, description: 'The operator opened the circuit and keeps it open.' },
    facts: { type: 'object', additionalProperties: { type: 'string' } },
    since: { type: 'string', format: 'date-time', description: 'Since when it is as it is.' },
    lastSuccessAt: { type: 'string', format: 'date-time' },
    lastFailureAt: { type: 'string', format: 'date-time' },
    lastError: { type: 'string', description: 'Code of the last failure.' },
    tools: { type: 'integer' },
  },
} as const;
