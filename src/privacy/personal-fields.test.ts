import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { personal } from '../connectors/define.ts';
import { compileMasker, MASK } from './personal-fields.ts';

const Customer = z.object({ id: z.string(), name: personal(z.string()), email: personal(z.string().optional()) });
const schema = z.object({
  shop: z.string(),
  orders: z.array(z.object({ total: z.string(), customer: Customer.nullable().optional() })),
  byCity: z.record(z.string(), z.array(personal(z.string()))),
});

describe('compileMasker', () => {
  it('masks every personal field wherever it lies and leaves the rest as it is', () => {
    const mask = compileMasker(schema);
    const value = {
      shop: 'S',
      orders: [
        { total: '1.00', customer: { id: '1', name: 'Ada', email: 'ada@example.com' } },
        { total: '2.00', customer: null },
      ],
      byCity: { Ulm: ['Ada'] },
    };
    const masked = mask?.(value);
    expect(masked).toEqual({
      shop: 'S',
      orders: [
        { total: '1.00', customer: { id: '1', name: MASK, email: MASK } },
        { total: '2.00', customer: null },
      ],
      byCity: { Ulm: [MASK] },
    });
    expect(schema.safeParse(masked).success).toBe(true);
    expect(value.orders[0]?.customer?.name).toBe('Ada');
  });

  it('masks in each option of a union, and under whatever wraps a field', () => {
    const schema = z.object({
      who: z.union([z.object({ name: personal(z.string()) }), z.object({ email: personal(z.string()) }), z.number()]),
      readOnly: z.object({ name: personal(z.string()) }).readonly(),
      usual: z.object({ name: personal(z.string()) }).default({ name: 'Ada' }),
      caught: personal(z.string()).catch('Ada'),
      needed: personal(z.string().optional()).nonoptional(),
    });

    expect(
      compileMasker(schema)?.({
        who: { name: 'Ada' },
        readOnly: { name: 'Ada' },
        usual: { name: 'Ada' },
        caught: 'Ada',
        needed: 'Ada',
      }),
    ).toEqual({
      who: { name: MASK },
      readOnly: { name: MASK },
      usual: { name: MASK },
      caught: MASK,
      needed: MASK,
    });
    expect(compileMasker(schema)?.({ who: { email: 'ada@example.com' } })).toEqual({ who: { email: MASK } });
    expect(compileMasker(schema)?.({ who: 7 })).toEqual({ who: 7 });
    expect(compileMasker(z.union([z.string(), z.number()]))).toBeUndefined();
  });

  it('is not there for a schema without personal fields', () => {
    expect(compileMasker(z.object({ rows: z.array(z.object({ clicks: z.number() })) }))).toBeUndefined();
  });
});
