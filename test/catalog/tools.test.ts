import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { publishedInput, publishedOutput } from '../../src/gateway/published-schemas.ts';
import { compileStrictly } from '../support/answer-checks.ts';

const ENTRIES = CONNECTORS.flatMap((connector) =>
  connector.tools.map((tool) => ({ name: tool.name, tool, connector })),
);
const TOOLS = ENTRIES.map(({ tool }) => tool);
const NAME_MAX = 40;
/** What an app may always do with what is its own. */
const ASKS_FOR_NONE = ['shopify_list_webhooks', 'shopify_create_webhook', 'shopify_delete_webhook'];
const DESCRIPTION_MIN = 80;
const DESCRIPTION_MAX = 350;

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

describe.each(ENTRIES)('$name', ({ tool, connector }) => {
  const input = publishedInput(tool, ['default']);
  const output = publishedOutput(tool);

  it('is named after its connector, for hosts that cut long names', () => {
    expect(tool.name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
    expect(tool.name.length).toBeLessThanOrEqual(NAME_MAX);
    expect(tool.name.startsWith(connector.toolPrefix)).toBe(true);
    expect(tool.permission).toMatch(/^[a-z0-9]+\.[a-z0-9-]+\.[a-z0-9-]+$/);
    expect(`${tool.permission.split('.')[0]}_`).toBe(connector.toolPrefix);
  });

  it('has a title, and a description that is long enough to choose by and short enough to carry', () => {
    const [shortest, longest] = [
      `Say in the description what the tool is for and when not to use it, in ${DESCRIPTION_MIN} to ${DESCRIPTION_MAX} characters.`,
      `Take words out of the description: hosts show ${DESCRIPTION_MAX} characters, and models pay for each.`,
    ];
    expect(tool.title.length).toBeGreaterThan(5);
    expect(tool.title.length).toBeLessThanOrEqual(60);
    expect(tool.description.length, shortest).toBeGreaterThanOrEqual(DESCRIPTION_MIN);
    expect(tool.description.length, longest).toBeLessThanOrEqual(DESCRIPTION_MAX);
  });

  it('speaks only of tools that exist', () => {
    const said = [tool.description, ...schemasOf(input).map(([, { description }]) => String(description ?? ''))];
    const named = said.flatMap((text) => text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? []);
    const prefixes = CONNECTORS.map(({ toolPrefix }) => toolPrefix);
    const tools = named.filter((word) => prefixes.some((prefix) => word.startsWith(prefix)));

    expect(tools.filter((word) => !TOOLS.some(({ name }) => name === word))).toEqual([]);
  });

  it('leaves to the platform the fields that the platform adds', () => {
    for (const field of ['connection', 'idempotencyKey']) expect(tool.input.shape).not.toHaveProperty(field);
    for (const field of ['mode', 'source', 'page']) expect(tool.output.shape).not.toHaveProperty(field);
  });

  it('asks for a permission that fits what it does', () => {
    const advice = 'The permission of a read ends in .read, that of no other tool does: roles stand on it.';
    expect(tool.permission.endsWith('.read'), advice).toBe(tool.effect === 'read');
  });

  it('has schemas that every host understands', () => {
    for (const schema of [input, output]) {
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(() => compileStrictly(schema)).not.toThrow();
      const text = JSON.stringify(schema);
      expect(text, 'Write it without a union or a lazy schema: some hosts read neither.').not.toMatch(
        /"(\$ref|anyOf|oneOf|allOf|\$defs)"/,
      );
      expect(text).not.toMatch(/\(\?[=!<]/);
    }
  });

  it('is closed at every depth, but for the facts of its source', () => {
    const open = [...schemasOf(input, 'input'), ...schemasOf(output, 'output')]
      .filter(([path, schema]) => schema.type === 'object' && path !== 'output.source')
      .filter(([, schema]) => schema.additionalProperties !== false)
      .map(([path]) => path);

    expect(open, 'Use z.strictObject, or name the fields of the record.').toEqual([]);
  });

  it('describes every argument, and every field of its answer', () => {
    const own = { ...output, properties: { ...(output.properties as JsonSchema) } } as { properties: JsonSchema };
    for (const added of ['mode', 'source', 'page']) delete own.properties[added];
    const silent = [...schemasOf(input, 'input'), ...schemasOf(own, 'output')]
      .filter(([path]) => path !== 'input' && path !== 'output' && !path.endsWith('[]'))
      .filter(([, schema]) => !schema.description)
      .map(([path]) => path);

    expect(silent, 'Give each a `.describe(…)`: agents read nothing else.').toEqual([]);
  });

  it('names choices in lower case with underscores', () => {
    for (const [path, schema] of schemasOf(input, 'input')) {
      for (const choice of (schema.enum ?? []) as string[]) expect(choice, path).toMatch(/^[a-z][a-z0-9_]*$/);
    }
  });

  it('has at least two examples, which fit its input as it is published and as it is parsed', () => {
    const validate = compileStrictly(input);

    expect(
      tool.examples.length,
      'Show it in two ways: tests and documents run on the examples.',
    ).toBeGreaterThanOrEqual(2);
    for (const example of tool.examples) {
      expect([validate(example.input), tool.input.safeParse(example.input).success]).toEqual([true, true]);
    }
    expect(new Set(tool.examples.map(({ title }) => title)).size).toBe(tool.examples.length);
  });

  it('names the one object that it changes, if it says that there is one', () => {
    if (tool.object === undefined) return;
    for (const { input } of tool.examples) expect(tool.object(tool.input.parse(input))).toMatch(/./);
  });

  it('costs what can be paid where its vendor counts, one where it does not say', () => {
    const { quota } = connector;
    if (quota === undefined) return;
    const costs = tool.examples.map((example) => tool.cost?.(tool.input.parse(example.input)) ?? 1);

    for (const cost of costs) {
      expect(cost).toBeGreaterThan(0);
      expect(cost).toBeLessThanOrEqual(quota.maximum);
    }
  });

  it('names the rights that it needs at its vendor', () => {
    if (!ASKS_FOR_NONE.includes(tool.name))
      expect(tool.scopes.length, 'Name them in `scopes`: guides and doctor ask for them.').toBeGreaterThan(0);
  });

  it('gives the rows of a list field as objects', () => {
    if (tool.list === undefined) return;
    expect(tool.output.shape[tool.list]).toBeInstanceOf(z.ZodArray);
    const properties = output.properties as Record<string, { items?: JsonSchema }>;
    expect(properties[tool.list]?.items?.type).toBe('object');
  });

  it('says where a list goes on in a member that may be left out', () => {
    if (tool.list === undefined) return;
    const next = Object.keys(tool.output.shape).filter((name) => /^next[A-Z]/.test(name));
    const goesOn = Object.keys(tool.input.shape).some((name) => /^(cursor|offset)$/.test(name));
    if (goesOn)
      expect(next, 'Name it next…: it is on the last page alone when the platform cuts an answer.').toHaveLength(1);
    for (const name of next) expect((output.required ?? []) as string[], name).not.toContain(name);
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
