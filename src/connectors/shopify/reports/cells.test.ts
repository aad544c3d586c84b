import { describe, expect, it } from 'vitest';
import { cellTypeOf, toCell } from './cells.ts';

describe('a cell', () => {
  it.each([
    ['MONEY', '12.50', '12.50'],
    ['MONEY', 12.5, '12.5'],
    ['INTEGER', '7', '7'],
    ['INTEGER', 7, '7'],
    ['PERCENT', 0.0123, '0.0123'],
    ['FLOAT', 1e-7, '0.0000001'],
    ['DECIMAL', '1.2e-2', '0.012'],
    ['DAY_TIMESTAMP', '2026-11-22', '2026-11-22'],
    ['STRING', 'Tea, loose', 'Tea, loose'],
    ['BOOLEAN', true, 'yes'],
    ['ARRAY', ['a', 'b'], '["a","b"]'],
    ['SOMETHING_NEW', 3, '3'],
    ['MONEY', null, ''],
    ['STRING', undefined, ''],
  ])('of %s with %j is %j', (dataType, value, cell) => {
    expect(toCell(cellTypeOf(dataType), value)).toBe(cell);
  });

  it.each([
    ['MONEY', 'EUR 12.50'],
    ['INTEGER', 'many'],
    ['INTEGER', Number.NaN],
    ['PERCENT', { of: 1 }],
    ['MONEY', true],
  ])('of %s is not %j', (dataType, value) => {
    expect(toCell(cellTypeOf(dataType), value)).toBeUndefined();
  });
});
