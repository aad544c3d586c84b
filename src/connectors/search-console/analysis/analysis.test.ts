import { describe, expect, it } from 'vitest';
import type { Row } from './collect-rows.ts';
import { compareRows } from './compared.ts';
import { expectedCtr } from './expected-ctr.ts';
import { ctrGaps, declines, quickWins, rivalries } from './opportunities.ts';
import { addUp, ctrOf, NOTHING, positionOf, sumOf } from './sum.ts';

const row = (keys: string[], clicks: number, impressions: number, position = 5): Row => ({
  keys,
  clicks,
  impressions,
  positions: position * impressions,
});

describe('sums', () => {
  it('weigh positions by impressions, and have none where nothing was shown', () => {
    const sum = addUp(row(['a'], 1, 100, 2), row(['a'], 3, 300, 6));

    expect(sum).toMatchObject({ clicks: 4, impressions: 400 });
    expect(positionOf(sum)).toBe(5);
    expect(ctrOf(sum)).toBe(0.01);
    expect([positionOf(NOTHING), ctrOf(NOTHING)]).toEqual([undefined, 0]);
    expect(sumOf([])).toEqual(NOTHING);
  });
});

describe('what a position is worth', () => {
  it('is learnt from the site where it was shown enough, and usual otherwise', () => {
    const expected = expectedCtr([row(['a', 'p'], 200, 1_000, 3), row(['b', 'p'], 90, 100, 5)]);

    expect(expected(3)).toBe(0.2);
    expect(expected(5)).toBe(0.05);
    expect(expected(99)).toBe(expected(20));
  });

  it('is never less for a better position', () => {
    const expected = expectedCtr([row(['a', 'p'], 0, 1_000, 1), row(['b', 'p'], 500, 1_000, 4)]);

    for (let position = 1; position < 20; position++) {
      expect(expected(position)).toBeGreaterThanOrEqual(expected(position + 1));
    }
  });
});

describe('quick wins', () => {
  it('are queries just below the top, worth most first, by what the third position brings', () => {
    const found = quickWins(
      [
        row(['near', 'p'], 5, 1_000, 8),
        row(['nearer', 'p'], 10, 2_000, 5),
        row(['top', 'p'], 9, 900, 2),
        row(['far', 'p'], 0, 900, 30),
        row(['rare', 'p'], 0, 9, 8),
      ],
      50,
    );

    expect(found.map(({ query }) => query)).toEqual(['nearer', 'near']);
    expect(found[1]).toMatchObject({ expectedCtr: 0.1, potentialClicks: 95, page: 'p' });
  });
});

describe('gaps of clicks', () => {
  it('are queries on the first page that are clicked less than half as often as usual', () => {
    const found = ctrGaps(
      [row(['gap', 'p'], 1, 400, 2), row(['fair', 'p'], 40, 400, 2), row(['second page', 'p'], 0, 400, 14)],
      50,
    );

    // The site's own figure for the second position is worse than the usual one for the third, which counts then.
    expect(found.map(({ query, potentialClicks }) => [query, potentialClicks])).toEqual([['gap', 39]]);
  });
});

describe('rivals', () => {
  it('are pages that a query is shown for to a good part each', () => {
    const found = rivalries(
      [
        row(['tea', 'a'], 5, 600),
        row(['tea', 'b'], 9, 300),
        row(['tea', 'c'], 1, 20),
        row(['mug', 'd'], 9, 900),
        row(['mug', 'e'], 0, 10),
      ],
      50,
    );

    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ query: 'tea', clicks: 15, impressions: 920 });
    expect(found[0]?.pages.map(({ page }) => page)).toEqual(['b', 'a']);
  });
});

describe('decay', () => {
  it('is a page that loses clicks from third to third, by a third in all', () => {
    const parts = [
      [row(['fading'], 30, 900), row(['gone'], 20, 500), row(['shaky'], 30, 900), row(['steady'], 30, 900)],
      [row(['fading'], 20, 800), row(['gone'], 2, 90), row(['shaky'], 40, 900), row(['steady'], 29, 900)],
      [row(['fading'], 10, 700), row(['shaky'], 5, 400), row(['steady'], 28, 900), row(['new'], 50, 900)],
    ];

    const found = declines(parts, 50);

    expect(found.map(({ page, trend, lostClicks }) => [page, trend, lostClicks])).toEqual([
      ['fading', [30, 20, 10], 20],
      ['gone', [20, 2, 0], 20],
    ]);
  });
});

describe('two periods side by side', () => {
  const now = [row(['up'], 30, 300), row(['same'], 10, 100), row(['new'], 5, 50), row(['down'], 1, 10)];
  const before = [row(['up'], 10, 100), row(['same'], 10, 100), row(['lost'], 8, 80), row(['down'], 9, 90)];
  const keys = (order: Parameters<typeof compareRows>[2]) => compareRows(now, before, order).map(({ key }) => key);

  it('show what is new and what is lost, the most changed first', () => {
    expect(keys('biggest')).toEqual(['up', 'down', 'lost', 'new', 'same']);
    expect(keys('losses')).toEqual(['down', 'lost']);
    expect(keys('gains')).toEqual(['up', 'new']);
    expect(Object.fromEntries(compareRows(now, before, 'biggest').map(({ key, status }) => [key, status]))).toEqual({
      up: 'both',
      same: 'both',
      new: 'new',
      lost: 'lost',
      down: 'both',
    });
  });
});
