import { describe, expect, it } from 'vitest';
import { readLines } from './bulk-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('lines of a bulk query’s file', () => {
  it('are read whole, with their parents', () => {
    const text = '{"id":"a"}\n{"id":"b","__parentId":"a"}\n';

    expect(readLines(bytes(text), 1000)).toEqual({
      rows: [
        { parentId: undefined, json: '{"id":"a"}' },
        { parentId: 'a', json: '{"id":"b"}' },
      ],
      end: text.length,
    });
  });

  it('that are cut off are left for the next stretch', () => {
    const { rows, end } = readLines(bytes('{"id":"a"}\n{"id":"b"}\n'), 15);

    expect([rows.length, end]).toEqual([1, 11]);
  });

  it.each(['<html>\n', '{"id":\n', '"text"\n', '[1]\n'])('are refused when they are %j', (text) => {
    expect(() => readLines(bytes(text), 1000)).toThrow(/not what Shopify promises/);
  });

  it('that are longer than a stretch are refused', () => {
    expect(() => readLines(bytes(`{"id":"${'x'.repeat(50)}"}`), 20)).toThrow(/longer than/);
  });
});
