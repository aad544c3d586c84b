import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acme } from '../../test/support/acme.ts';
import { defineTool, personal } from '../connectors/define.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { Effect } from '../kernel/effect.ts';
import type { Tool } from '../kernel/tool.ts';
import { publishedInput, publishedOutput } from './published-schemas.ts';

const TWO = ['default', 'second'];

function exampleTool(effect: Effect, list?: string): Tool {
  return defineTool({
    name: 'acme_example',
    title: 'Example',
    description: 'An example.',
    effect,
    permission: 'acme.rows.read',
    input: z.object({ id: z.string(), limit: z.int().default(5) }),
    output: z.object({
      rows: z.array(z.object({ name: personal(z.string()).describe('Who'), at: z.iso.datetime().optional() })),
    }),
    list,
    scopes: [],
    examples: [],
    run: async () => ({ rows: [] }),
  });
}

/** Every schema that is published of the tools we have, and of the example's variants. */
const published = [...CONNECTORS, acme]
  .flatMap(({ tools }) => tools)
  .concat(exampleTool('read', 'rows'), exampleTool('write'), exampleTool('destroy'))
  .flatMap((tool) => [
    [`arguments of ${tool.name}, a ${tool.effect}`, publishedInput(tool, ['default'])] as const,
    [`arguments of ${tool.name}, a ${tool.effect}, with a choice`, publishedInput(tool, TWO)] as const,
    [`answer of ${tool.name}, a ${tool.effect}`, publishedOutput(tool)] as const,
  ]);

describe('published schemas', () => {
  it.each(published)('are JSON Schema 2020-12 for the strictest reader: %s', (_, schema) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);

    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
    expect(schema.type).toBe('object');
    expect(JSON.stringify(schema)).not.toMatch(/"(personal|\$schema|~standard)":/);
  });

  it('tell how many connections there are where they are too many to name', () => {
    const names = Array.from({ length: 120 }, (_, n) => `shop-${n}`);

    const { connection } = publishedInput(exampleTool('read'), names).properties as { connection: object };

    expect(connection).toEqual({ type: 'string', description: expect.stringContaining('120 accounts') });
  });

  it('of arguments are closed, require what has no default, and add what the platform takes', () => {
    expect(publishedInput(exampleTool('destroy'), TWO)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['id'],
      properties: {
        id: { type: 'string' },
        limit: { type: 'integer', default: 5 },
        connection: { type: 'string', enum: TWO },
        idempotencyKey: { type: 'string', minLength: 1, maxLength: 255 },
      },
    });
  });

  it('of arguments add no key to reads and no connection where there is one', () => {
    const { properties } = publishedInput(exampleTool('read'), ['default']);
    expect(Object.keys(properties as object)).toEqual(['id', 'limit']);
  });

  it('of answers are closed, say where the answer comes from, and have a page where rows are paged', () => {
    const paged = publishedOutput(exampleTool('read', 'rows'));
    const whole = publishedOutput(exampleTool('read'));

    expect(paged).toMatchObject({ additionalProperties: false, required: ['rows', 'mode', 'source'] });
    expect(Object.keys(paged.properties as object)).toEqual(['rows', 'mode', 'source', 'page']);
    expect(Object.keys(whole.properties as object)).toEqual(['rows', 'mode', 'source']);
  });

  it('do not change the declaration that they are made from', () => {
    const tool = exampleTool('write');
    const before = JSON.stringify(publishedInput(tool, ['default']));
    publishedInput(tool, TWO);
    expect(JSON.stringify(publishedInput(tool, ['default']))).toBe(before);
  });
});
