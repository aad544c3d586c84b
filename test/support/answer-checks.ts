import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

type JsonSchema = Readonly<Record<string, unknown>>;

/** What a client is told of a tool, as far as answers are held against it. */
export interface PublishedTool {
  readonly name: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
}

/** What a client gets of a call. */
export interface CallResult {
  readonly content: readonly unknown[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

const compiled = new Map<string, ValidateFunction>();

/**
 * Compiles a published schema in the strictest reading of JSON Schema 2020-12: unknown keywords and formats throw. Equal
 * schemas are compiled once, since that takes longer than a call.
 */
export function compileStrictly(schema: JsonSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const validate = compiled.get(text) ?? compile(schema);
  compiled.set(text, validate);
  return validate;
}

function compile(schema: JsonSchema): ValidateFunction {
  // Union types (`type: ['string', 'null']`) are plain JSON Schema; ajv's strict mode only warns of them.
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

/** Expects an answer to obey its published schema. */
export function expectToObey(schema: JsonSchema | undefined, answer: unknown): void {
  const validate = compileStrictly(schema as JsonSchema);
  validate(answer);
  expect(validate.errors ?? []).toEqual([]);
}

/** Expects a good answer of a tool: it obeys the schema, the text says the same, and it tells where it comes from. */
export function expectGoodAnswer(tool: PublishedTool, mode: string, result: CallResult): void {
  expect(result.isError ? result.content : undefined).toBeUndefined();
  expectToObey(tool.outputSchema, result.structuredContent);
  const [mirror] = result.content as { type: string; text: string }[];
  expect(mirror?.type).toBe('text');
  expect(JSON.parse(mirror?.text ?? '')).toEqual(result.structuredContent);
  expect(result.structuredContent).toMatchObject({
    mode,
    source: { connection: 'default', fetchedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
  });
}

/** Every example of every tool of a catalogue, by the tool's name. */
export function examplesOf<Tool extends { name: string; examples: readonly { title: string; input: object }[] }>(
  tools: readonly Tool[],
) {
  return tools.flatMap(({ name, examples }) =>
    examples.map(({ title, input }) => ({ name, title, input: input as Record<string, unknown> })),
  );
}
