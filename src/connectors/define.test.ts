import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileMasker } from '../privacy/personal-fields.ts';
import { defineConnector, defineTool, personal } from './define.ts';

const declaration = {
  name: 'acme_list_things',
  title: 'List things',
  description: 'Lists things.',
  effect: 'read',
  permission: 'acme.things.read',
  scopes: [],
  examples: [],
  input: z.object({ limit: z.number().default(1) }),
  output: z.object({ things: z.array(z.string()), count: z.number() }),
  list: 'things',
  run: async () => ({ things: [], count: 0 }),
} as const;

describe('a declared tool', () => {
  it('refuses arguments and answers with fields that it does not declare', () => {
    const tool = defineTool(declaration);

    expect(tool.input.safeParse({ limit: 1, more: true }).success).toBe(false);
    expect(tool.output.safeParse({ things: [], count: 0, more: true }).success).toBe(false);
    expect(tool.input.parse({})).toEqual({ limit: 1 });
  });

  it('keeps the rules between its arguments', () => {
    const input = z
      .object({ a: z.string().optional(), b: z.string().optional() })
      .refine(({ a, b }) => a !== b, 'Not the same.');
    const tool = defineTool({ ...declaration, input });

    expect(tool.input.safeParse({ a: 'x', b: 'x' }).error?.issues[0]?.message).toBe('Not the same.');
    expect(tool.input.safeParse({ a: 'x', b: 'y' }).success).toBe(true);
  });

  it.each([
    ['a name that is not connector_verb_noun', { name: 'listThings' }],
    ['a name of more than 40 characters', { name: `acme_${'a'.repeat(36)}` }],
    ['a permission that is not connector.resource.verb', { permission: 'acme.things' }],
    ['an argument that the platform adds', { input: z.object({ connection: z.string() }) }],
    ['an answer field that the platform adds', { output: z.object({ things: z.array(z.string()), mode: z.string() }) }],
    ['a list that is no array', { list: 'count' }],
    ['a cache for a write', { effect: 'write', cacheTtlMs: 1_000 }],
    ['repeating for a read', { repeatable: true }],
    ['an object that a read changes', { object: () => 'a' }],
  ])('is refused at once with %s', (_what, change) => {
    expect(() => defineTool({ ...declaration, ...change } as never)).toThrow(/^Tool /);
  });
});

describe('a declared connector', () => {
  const tool = defineTool(declaration);
  const connector = { id: 'acme', toolPrefix: 'acme_', tools: [tool], settings: [] };

  it('is given back as it is', () => {
    expect(defineConnector(connector as never)).toBe(connector);
  });

  it.each([
    ['a tool of another prefix', { toolPrefix: 'other_' }],
    ['a permission of another prefix', { tools: [{ ...tool, permission: 'other.things.read' }] }],
    ['two tools of one name', { tools: [tool, tool] }],
    ['a prefix without its underscore', { toolPrefix: 'acme' }],
  ])('is refused at once with %s', (_what, change) => {
    expect(() => defineConnector({ ...connector, ...change } as never)).toThrow(TypeError);
  });
});

describe('a personal field', () => {
  it('keeps its description and is masked wherever it stands', () => {
    const name = personal(z.string().optional().describe('Who.'));
    const mask = compileMasker(z.object({ people: z.array(z.object({ name, city: z.string() })) }));

    expect(name.meta()).toMatchObject({ description: 'Who.' });
    expect(mask?.({ people: [{ name: 'Ada', city: 'Cork' }, { city: 'Cork' }] })).toEqual({
      people: [{ name: '[masked]', city: 'Cork' }, { city: 'Cork' }],
    });
  });
});

describe('personal', () => {
  it('takes text, wanted or not', () => {
    expect(personal(z.string()).meta()).toMatchObject({ personal: true });
    expect(personal(z.string().optional()).meta()).toMatchObject({ personal: true });
  });

  it.each([
    ['a format', () => personal(z.email())],
    ['a pattern', () => personal(z.string().regex(/x/))],
    ['a length', () => personal(z.string().max(5).optional())],
  ])('refuses text with %s, which its mask would break', (_, declare) => {
    expect(declare).toThrow('A personal field takes any text');
  });
});
