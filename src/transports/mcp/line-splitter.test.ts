import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

function split(chunks: readonly Buffer[], limit: number): string[] {
  const splitter = new LineSplitter(limit);
  const lines = [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
  return lines.map((line) => (line === 'too long' ? 'TOO LONG' : line.toString()));
}

it('gives the same lines however the bytes are cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ü', '\n', '\r', ' '), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(80)), (all, cuts) => {
      const bytes = Buffer.from(all);
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));

      expect(split(chunks, 1000)).toEqual(split([bytes], 1000));
      expect(split([bytes], 1000)).toEqual(
        all
          .split('\n')
          .map((line) => line.replace(/\r$/, ''))
          .filter((line) => line !== ''),
      );
    }),
  );
});

it('tells of a line that is too long once, and goes on with the next', () => {
  const chunks = ['abc', 'def', 'g\n', 'abcd\n', 'xyz'].map((chunk) => Buffer.from(chunk));

  expect(split(chunks, 4)).toEqual(['TOO LONG', 'abcd', 'xyz']);
});
