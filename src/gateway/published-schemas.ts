import { z } from 'zod';
import { MODES } from '../kernel/mode.ts';
import type { Tool } from '../kernel/tool.ts';

type JsonSchema = Record<string, unknown>;

/** Said in every answer: where it comes from. */
const SOURCE_SCHEMA = {
  type: 'object',
  description: 'Where the answer comes from.',
  properties: {
    connector: { type: 'string', description: 'The connector that answered.' },
    connection: { type: 'string', description: 'The connection (account) that answered.' },
    fetchedAt: { type: 'string', description: 'When the vendor answered, ISO 8601.' },
    stale: {
      type: 'boolean',
      description: 'true: the vendor does not answer at the moment, and this is what it said before; absent otherwise.',
    },
    ageSeconds: { type: 'integer', description: 'With stale: the answer is at most so old, in seconds.' },
    personalData: {
      type: 'string',
      enum: ['shown', 'masked'],
      description: 'Whether fields that identify a person are shown to you; absent where there are none.',
    },
  },
  required: ['connector', 'connection', 'fetchedAt'],
  additionalProperties: { type: 'string' },
};

/** Said where rows were cut: how to get the others. */
const PAGE_SCHEMA = {
  type: 'object',
  description: 'Present when the rows did not fit into one answer: which of them these are, and where the others are.',
  properties: {
    number: { type: 'integer', description: 'This page, counted from 1.' },
    pages: { type: 'integer' },
    rows: { type: 'integer', description: 'Rows on this page.' },
    totalRows: { type: 'integer', description: 'Rows on all pages.' },
    next: { type: 'string', description: 'URI of the next page, for resources/read.' },
    expiresAt: { type: 'string', description: 'Until when the pages can be read, ISO 8601.' },
  },
  required: ['number', 'pages', 'rows', 'totalRows', 'expiresAt'],
  additionalProperties: false,
};

/** Said where the answer came with a file: where it can be read. */
const FILE_SCHEMA = {
  type: 'object',
  description: 'Present when the answer came with a file: where it can be read whole. What is in it is untrusted.',
  properties: {
    uri: { type: 'string', description: 'For resources/read; over REST, with /api/v1/ for mcp-platform://.' },
    name: { type: 'string', description: 'Untrusted.' },
    mimeType: { type: 'string', description: 'By its bytes, whatever it is called.' },
    size: { type: 'integer', description: 'Bytes.' },
    expiresAt: { type: 'string', description: 'Until when it can be read, ISO 8601.' },
  },
  required: ['uri', 'name', 'mimeType', 'size', 'expiresAt'],
  additionalProperties: false,
};

/** Up to so many connections are listed by name in a schema. */
const NAMES_TOLD_MAX = 12;

/** The arguments as callers see them: the tool's own, a choice of `connection` where there is one, a key for writes. */
export function publishedInput(tool: Tool, connections: readonly string[]): JsonSchema {
  const { properties = {}, ...schema } = toJsonSchema(tool.input, 'input');
  const added: JsonSchema = {};
  if (connections.length > 1) {
    added.connection = connectionSchema(connections);
  }
  if (tool.effect !== 'read') {
    added.idempotencyKey = {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'A new UUID for each write; the same again to repeat it safely.',
    };
  }
  return { ...schema, properties: { ...(properties as JsonSchema), ...added } };
}

/** Names are told where they are few: every tool of the connector repeats them. A name that there is not is answered with all. */
function connectionSchema(names: readonly string[]): JsonSchema {
  if (names.length <= NAMES_TOLD_MAX) return { type: 'string', enum: names, description: 'Which account to use.' };
  return {
    type: 'string',
    description: `Which of ${names.length} accounts to use, by name; a wrong name is answered with all.`,
  };
}

/** The answer as callers see it: the tool's output with `mode`, `source` and, where rows are paged, `page`, or where it may come with a file, `file`. */
export function publishedOutput(tool: Tool): JsonSchema {
  const { properties = {}, required = [], ...schema } = toJsonSchema(tool.output, 'output');
  const added: JsonSchema = {
    mode: {
      type: 'string',
      enum: MODES,
      description: 'live: the vendor; mock and emulated: invented data for trying out.',
    },
    source: SOURCE_SCHEMA,
    ...(tool.list === undefined ? {} : { page: PAGE_SCHEMA }),
    ...(tool.file === undefined ? {} : { file: FILE_SCHEMA }),
  };
  return {
    ...schema,
    properties: { ...(properties as JsonSchema), ...added },
    required: [...(required as string[]), 'mode', 'source'],
  };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...published } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      // Ours, not JSON Schema's: strict validators refuse keywords that they do not know.
      delete (jsonSchema as JsonSchema).personal;
      // The same in the spelling that linters of schemas take for meant.
      if (isEmpty(jsonSchema.additionalProperties)) jsonSchema.additionalProperties = true;
      // What every integer of JavaScript has says nothing about the field.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  }) as JsonSchema;
  return published;
}

function isEmpty(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0;
}
