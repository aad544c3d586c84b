import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publishedInput, publishedOutput } from '../gateway/published-schemas.ts';
import { CONNECTORS } from './index.ts';

const TOOLS = CONNECTORS.flatMap(({ tools }) => tools);
const DESCRIPTION_MAX = 700;

type JsonSchema = Record<string, unknown>;

/** Every schema below a schema, each with its path. */
function schemasOf(schema: JsonSchema, path = ''): [path: string, schema: JsonSchema][] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const items = schema.items as JsonSchema | undefined;
  return [
    [path, schema],
    ...properties.flatMap(([name, field]) => schemasOf(field, `${path}.${name}`)),
    ...(items ? schemasOf(items, `${path}[]`) : []),
  ];
}

describe.each(TOOLS)('$name', (tool) => {
  const input = publishedInput(tool, ['default']);
  const output = publishedOutput(tool);

  it('has a title, and a description that is long enough to choose by and short enough to carry', () => {
    expect(tool.title.length).toBeGreaterThan(5);
    expect(tool.title.length).toBeLessThanOrEqual(60);
    expect(tool.description.length).toBeGreaterThan(150);
    expect(tool.description.length).toBeLessThanOrEqual(DESCRIPTION_MAX);
  });

  it('asks for a permission that fits what it does', () => {
    expect(tool.permission.endsWith('.read')).toBe(tool.effect === 'read');
  });

  it('has schemas that every host understands', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const schema of [input, output]) {
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(ajv.validateSchema(schema)).toBe(true);
      const text = JSON.stringify(schema);
      expect(text).not.toMatch(/"(\$ref|anyOf|oneOf|allOf|\$defs)"/);
      expect(text).not.toMatch(/\(\?[=!<]/);
    }
  });

  it('describes every argument, and every field of its answer', () => {
    const own = { ...output, properties: { ...(output.properties as JsonSchema) } } as { properties: JsonSchema };
    for (const added of ['mode', 'source', 'page']) delete own.properties[added];
    const silent = [...schemasOf(input, 'input'), ...schemasOf(own, 'output')]
      .filter(([path]) => path !== 'input' && path !== 'output' && !path.endsWith('[]'))
      .filter(([, schema]) => !schema.description)
      .map(([path]) => path);

    expect(silent).toEqual([]);
  });

  it('names choices in lower case with underscores', () => {
    for (const [path, schema] of schemasOf(input, 'input')) {
      for (const choice of (schema.enum ?? []) as string[]) expect(choice, path).toMatch(/^[a-z][a-z0-9_]*$/);
    }
  });

  it('has at least two examples, which fit its input and whose cost is known', () => {
    expect(tool.examples.length).toBeGreaterThanOrEqual(2);
    for (const example of tool.examples) {
      const parsed = tool.input.parse(example.input);
      expect(tool.cost?.(parsed) ?? 1).toBeGreaterThan(0);
    }
  });

  it('gives the rows of a list field as objects', () => {
    if (tool.list === undefined) return;
    expect(tool.output.shape[tool.list]).toBeInstanceOf(z.ZodArray);
    const properties = output.properties as Record<string, { items?: JsonSchema }>;
    expect(properties[tool.list]?.items?.type).toBe('object');
  });
});

describe('the list of connectors', () => {
  it('has no id, prefix or tool twice', () => {
    for (const names of [
      CONNECTORS.map(({ id }) => id),
      CONNECTORS.map(({ toolPrefix }) => toolPrefix),
      TOOLS.map(({ name }) => name),
    ]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has settings that begin with the tool prefix', () => {
    for (const { settings, toolPrefix } of CONNECTORS) {
      for (const { name } of settings) expect(name.startsWith(toolPrefix.toUpperCase()), name).toBe(true);
    }
  });
});
