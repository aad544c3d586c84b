import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInPlace, quickCheckOf } from './quick-check.ts';

const Row = z.object({
  id: z.string(),
  count: z.number().int(),
  few: z.number().int().min(0).max(9),
  mail: z.email(),
  price: z.number(),
  kind: z.enum(['a', 'b']),
  note: z.string().nullish(),
  tags: z.array(z.string()),
  deep: z.object({ on: z.boolean(), any: z.union([z.string(), z.number()]).optional() }).strict(),
  'odd "name\n': z.literal('odd'),
  share: z.number().positive().max(1),
  members: z.record(z.string(), z.unknown()),
  counts: z.record(z.string(), z.number()).optional(),
});
const ROW = {
  id: 'x',
  count: 3,
  few: 9,
  mail: 'ada@example.org',
  price: 1.5,
  kind: 'a',
  note: null,
  tags: ['t'],
  deep: { on: true, any: 4 },
  'odd "name\n': 'odd',
  share: 1,
  members: { a: [1], b: null },
  counts: { a: 1 },
};

describe('quickCheckOf', () => {
  it('knows a value that is right as it is', () => {
    expect(quickCheckOf(Row)(ROW)).toBe(true);
    expect(quickCheckOf(Row)({ ...ROW, note: undefined, deep: { on: false } })).toBe(true);
  });

  it('never says yes to what the schema refuses or would change', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, '', null, undefined),
    );
    const broken = fc.record({ field: fc.constantFrom(...Object.keys(ROW)), value: anything });
    fc.assert(
      fc.property(broken, ({ field, value }) => {
        const candidate = { ...ROW, [field]: value };
        const parsed = Row.safeParse(candidate);

        if (quickCheckOf(Row)(candidate)) {
          expect(parsed.success).toBe(true);
          expect(parsed.data).toEqual(candidate);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows bounds of numbers as the schema does', () => {
    for (const share of [0, -1, 0.5, 1, 1.0001, '1']) {
      expect(quickCheckOf(Row)({ ...ROW, share })).toBe(Row.safeParse({ ...ROW, share }).success);
    }
  });

  it('leaves a record with a member __proto__ to the schema, which drops it', () => {
    const members = JSON.parse('{"__proto__":{"a":1},"b":2}');

    expect(quickCheckOf(Row)({ ...ROW, members })).toBe(false);
    expect(quickCheckOf(Row)({ ...ROW, counts: { a: 'one' } })).toBe(false);
  });

  it('leaves unknown fields to the schema, which strips or refuses them', () => {
    expect(quickCheckOf(Row)({ ...ROW, extra: 1 })).toBe(false);
    expect(parseInPlace(Row, { ...ROW, extra: 1 })).toEqual(ROW);
    expect(() => parseInPlace(Row.strict(), { ...ROW, extra: 1 })).toThrow(z.ZodError);
  });

  it.each([
    ['a coercion that changes', z.coerce.number(), '1'],
    ['a transform', z.string().transform(Number), '1'],
    ['a default', z.object({ a: z.string().default('x') }), {}],
    ['a refinement', z.string().refine((text) => text !== 'no'), 'no'],
    ['a text that is trimmed', z.string().trim(), ' x '],
    ['a bound', z.array(z.string()).min(1), ['x']],
    ['further fields of a kind', z.object({}).catchall(z.number()), { a: 1 }],
    ['names of a kind', z.record(z.string().min(1), z.number()), { a: 1 }],
    ['a required field of any kind', z.object({ a: z.unknown() }), {}],
    ['a required field of any kind or null', z.object({ a: z.unknown().nullable() }), {}],
    ['a required field of one kind or any', z.object({ a: z.union([z.string(), z.unknown()]) }), {}],
  ])('leaves to the schema: %s', (_what, schema, value) => {
    expect(quickCheckOf(schema)(value)).toBe(false);
  });

  it('is made once a schema', () => {
    expect(quickCheckOf(Row)).toBe(quickCheckOf(Row));
  });
});

describe('parseInPlace', () => {
  it('gives the very value where nothing is to be changed, and what the schema makes of it otherwise', () => {
    expect(parseInPlace(Row, ROW)).toBe(ROW);
    expect(parseInPlace(z.object({ n: z.coerce.number() }), { n: '4' })).toEqual({ n: 4 });
    expect(() => parseInPlace(Row, { ...ROW, count: 1.5 })).toThrow(z.ZodError);
  });
});
