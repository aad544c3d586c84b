import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe('a random stream', () => {
  it('repeats for the same seed and name', () => {
    expect(draw(new Random('seed', 'orders'), 50)).toEqual(draw(new Random('seed', 'orders'), 50));
  });

  it('has nothing to do with the stream of another name or seed', () => {
    const numbers = draw(new Random('seed', 'orders'), 50);

    expect(draw(new Random('seed', 'stock'), 50)).not.toEqual(numbers);
    expect(draw(new Random('other', 'orders'), 50)).not.toEqual(numbers);
    expect(draw(new Random('seedo', 'rders'), 50)).not.toEqual(numbers);
  });

  it('spreads its numbers evenly over ten bins', () => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (const number of draw(new Random('seed', 'even'), 20_000)) bins[Math.floor(number * 10)]!++;

    for (const size of bins) expect(Math.abs(size - 2000)).toBeLessThan(200);
  });

  it('counts events around their mean', () => {
    const random = new Random('seed', 'events');
    const counts = Array.from({ length: 5000 }, () => random.count(2.5));

    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeCloseTo(2.5, 1);
  });

  it('picks by weight, and never what weighs nothing', () => {
    const random = new Random('seed', 'weights');
    const picks = Array.from({ length: 4000 }, () =>
      random.weighted([
        [3, 'often'],
        [1, 'seldom'],
        [0, 'never'],
      ]),
    );

    expect(picks.filter((pick) => pick === 'often').length / picks.length).toBeCloseTo(0.75, 1);
    expect(picks).not.toContain('never');
  });
});
