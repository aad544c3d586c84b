import { PerformanceReply } from '../../src/connectors/search-console/protocol/replies.ts';
import { rowMapper } from '../../src/connectors/search-console/shapes/performance-row.ts';
import type { Figure } from '../figures.ts';
import { median } from '../measure.ts';
import type { Workplace } from '../workplace.ts';

const ROWS = 1_000;
const REPETITIONS = 200;
const MOST_MS = 2;

/** What it costs to check 1,000 rows of Search Console's reply and to turn them into the answer's: CPU of this process. */
export function searchRows({ rounds, calls, tell }: Workplace): Figure[] {
  const repetitions = calls(REPETITIONS);
  const reply: unknown = JSON.parse(
    JSON.stringify({
      rows: Array.from({ length: ROWS }, (_, n) => ({
        keys: [`loose leaf tea ${n}`, `https://www.example.com/products/tea-${n}`],
        clicks: n % 50,
        impressions: 1_000 + n,
        ctr: (n % 50) / (1_000 + n),
        position: 1 + (n % 90) / 3,
      })),
      responseAggregationType: 'byPage',
    }),
  );
  const toRows = rowMapper(['query', 'page']);
  const map = () =>
    PerformanceReply.parse(reply).rows.map(({ keys = [], clicks, impressions, position }) =>
      toRows({ keys, clicks, impressions, positions: position * impressions }),
    );
  const round = () => {
    const before = process.cpuUsage();
    let rows = 0;
    for (let n = 0; n < repetitions; n++) rows += map().length;
    const { user, system } = process.cpuUsage(before);
    if (rows !== ROWS * repetitions) throw new Error('Rows were lost.');
    return (user + system) / 1_000 / repetitions;
  };
  tell(`search rows: ${rounds} rounds`);
  round();
  const value = median(Array.from({ length: rounds }, round));
  return [
    {
      name: '1,000 search rows checked and mapped: CPU',
      value,
      unit: 'ms',
      goal: `at most ${MOST_MS} ms`,
      reached: value <= MOST_MS,
    },
  ];
}
