import type { CatalogView, ToolListing } from '../../gateway/gateway.ts';
import { ERRORS } from '../../kernel/errors.ts';
import type { Grant } from '../../kernel/principal.ts';
import type { Example } from '../../kernel/tool.ts';
import { Components } from './openapi-components.ts';
import type { JsonSchema, Route, RouteDocumentation } from './route.ts';
import { CALL_HEADERS, CALL_STATUSES } from './routes/call-tool.ts';
import { CONNECTION_SCHEMA } from './routes/list-connectors.ts';
import { TOOL_SCHEMA } from './routes/list-tools.ts';

/** What a reader of the document may see; `undefined` for one who has not signed in. */
export interface Reader {
  readonly view: CatalogView;
  readonly grant: Pick<Grant, 'permits'>;
}

const DESCRIPTION = [
  'One governed door to your connected systems. Every call is authenticated, authorised, limited and audited,',
  'whichever face it comes in by. Authorize with an API key to see each tool that the key may call, with its schemas.',
].join(' ');

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'correlationId'],
      properties: {
        code: { enum: Object.keys(ERRORS) },
        message: { type: 'string', description: 'What is wrong and what to change.' },
        issues: {
          type: 'array',
          items: {
            type: 'object',
            required: ['path', 'message'],
            properties: { path: { type: 'string' }, message: { type: 'string' } },
          },
        },
        retryAfterMs: { type: 'number' },
        record: { type: 'string', description: 'Id of the record under which a person can settle the call.' },
        idempotencyKey: { type: 'string', description: 'Writes: the key under which the same call may be sent again.' },
        correlationId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      },
    },
  },
} as const;

/**
 * The OpenAPI 3.1 document of the REST face as `reader` sees it: the routes, and one operation for each tool that the
 * reader may call, with that tool's own schemas. Without a reader it names no tool, no connection and no action.
 */
export function openApiDocument(routes: readonly Route[], version: string, reader?: Reader): JsonSchema {
  const components = new Components({ Error: ERROR_SCHEMA, Tool: TOOL_SCHEMA, Connection: CONNECTION_SCHEMA });
  const paths: Record<string, Record<string, unknown>> = {};
  const used = new Set<RouteDocumentation['tag']>();
  for (const route of routes) {
    const { documentation } = route;
    if (documentation === undefined || !isShownTo(documentation, reader)) continue;
    used.add(documentation.tag);
    paths[route.path] = { [route.method.toLowerCase()]: operation(documentation, route.access !== 'open', components) };
  }
  for (const listing of reader?.view.tools ?? []) {
    paths[`/api/v1/tools/${listing.tool.name}/call`] = {
      post: operation(toolDocumentation(listing), true, components),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'MCP Enterprise Platform', version, description: DESCRIPTION, license: LICENSE },
    tags: TAGS.filter((name) => used.has(name)).map((name) => ({ name })),
    paths,
    components: { schemas: components.schemas(), responses: { Error: ERROR_RESPONSE }, securitySchemes: SECURITY },
  };
}

/** In the order in which a page shows them, each where something is under it. */
const TAGS: readonly RouteDocumentation['tag'][] = ['Tools', 'Connections', 'Administration', 'Platform'];
const { 'Idempotency-Key': _ofWrites, ...READ_HEADERS } = CALL_HEADERS;
const LICENSE = { name: 'Apache-2.0', identifier: 'Apache-2.0' };
const SECURITY = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key: mcpk_…' },
  header: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key, in a header of its own.' },
};
const ERROR_RESPONSE = {
  description: 'Nothing was done, unless the code is `outcome_unknown`.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

function isShownTo({ permission, tag }: RouteDocumentation, reader: Reader | undefined): boolean {
  if (reader === undefined) return tag !== 'Administration';
  return permission === undefined || reader.grant.permits(permission);
}

function toolDocumentation({ tool, inputSchema, outputSchema }: ToolListing): RouteDocumentation {
  return {
    operationId: tool.name,
    tag: 'Tools',
    summary: tool.title,
    description: tool.description,
    headers: tool.effect === 'read' ? READ_HEADERS : CALL_HEADERS,
    body: inputSchema,
    examples: tool.examples,
    answer: outputSchema,
    statuses: CALL_STATUSES,
  };
}

function operation(documentation: RouteDocumentation, needsKey: boolean, components: Components): JsonSchema {
  const { operationId, tag, summary, description, parameters = {}, headers = {}, body, answer } = documentation;
  const { mediaType = 'application/json', statuses = {}, examples = [] } = documentation;
  const schemaOf = (schema: JsonSchema, part: string) => components.place(`${operationId}.${part}`, schema);
  const responses: Record<string, unknown> = {
    200: { description: 'Done.', content: { [mediaType]: { schema: schemaOf(answer, 'answer') } } },
  };
  if (needsKey) responses[401] = { ...ERROR_RESPONSE, description: 'No valid API key came with the request.' };
  for (const [status, means] of Object.entries(statuses)) responses[status] = { ...ERROR_RESPONSE, description: means };
  responses.default = { $ref: '#/components/responses/Error' };
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: needsKey ? [{ key: [] }, { header: [] }] : [],
    parameters: [
      ...Object.entries(parameters).map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
      ...Object.entries(headers).map(([name, means]) => ({
        name,
        in: 'header',
        description: means,
        schema: { type: 'string' },
      })),
    ],
    requestBody: body && {
      required: true,
      content: { 'application/json': { schema: schemaOf(body, 'body'), examples: toExamples(examples) } },
    },
    responses,
  };
}

function toExamples(examples: readonly Example[]): JsonSchema | undefined {
  if (examples.length === 0) return undefined;
  return Object.fromEntries(
    examples.map(({ title, input }, at) => [`example-${at + 1}`, { summary: title, value: input }]),
  );
}
