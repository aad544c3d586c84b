import { describe, expect, it } from 'vitest';
import { type Paint, textTable, wrapped } from './text-layout.ts';

const HEAD = ['ID', 'NAME', 'STATE'];
const ROWS = [
  ['k-1', 'reports of the night', 'active'],
  ['k-2', '', 'revoked'],
];

function paintFor(columns?: number): Paint {
  return Object.assign((_style: unknown, text: string) => text, { columns });
}

describe('text beside a margin', () => {
  it('is broken between words where the next one does not fit', () => {
    expect(wrapped('one two three four', 9, '  ')).toBe('one two\n  three\n  four');
    expect(wrapped('one two', 9, '  ')).toBe('one two');
  });

  it('keeps a word that is too long whole, to be copied', () => {
    expect(wrapped('see https://shop.example/a/long/way then', 12, '  ')).toBe(
      'see\n  https://shop.example/a/long/way\n  then',
    );
  });

  it('is broken only where it breaks itself when it goes to no terminal', () => {
    expect(wrapped('one two three\nfour', undefined, '  ')).toBe('one two three\n  four');
  });

  it('is not broken for its colours', () => {
    expect(wrapped('\u001b[31mone\u001b[39m two', 9, '  ')).toBe('\u001b[31mone\u001b[39m two');
  });
});

describe('a table', () => {
  const wide =
    'ID   NAME                  STATE\nk-1  reports of the night  active\nk-2                        revoked';

  it('has its columns parted by spaces where they fit, and where there is no terminal', () => {
    expect(textTable(HEAD, ROWS, paintFor(34))).toBe(wide);
    expect(textTable(HEAD, ROWS, paintFor())).toBe(wide);
  });

  it('has a block for each row, without what is empty, in a terminal that is narrower', () => {
    const block =
      'ID     k-1\nNAME   reports\n       of the\n       night\nSTATE  active\n\nID     k-2\nSTATE  revoked';

    expect(textTable(HEAD, ROWS, paintFor(14))).toBe(block);
  });
});
