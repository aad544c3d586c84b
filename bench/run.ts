import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figure, render, toJson } from './figures.ts';
import { cachedRead } from './scenarios/cached-read.ts';
import { liveRead } from './scenarios/live-read.ts';
import { searchRows } from './scenarios/search-rows.ts';
import { sharedRead } from './scenarios/shared-read.ts';
import { start } from './scenarios/start.ts';
import { toolsList } from './scenarios/tools-list.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

// What governance costs, as ratios to baselines measured in the same run:
// `npm run bench [-- --only NAMES] [-- --json FILE] [-- --rounds N] [-- --smoke]`.
// Ends with 1 when a goal is missed or a scenario failed.

/** Every scenario, in the order of the report. */
const SCENARIOS: Readonly<Record<string, (workplace: Workplace) => Figure[] | Promise<Figure[]>>> = {
  start,
  cached: cachedRead,
  live: liveRead,
  shared: sharedRead,
  list: toolsList,
  rows: searchRows,
};

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', default: Object.keys(SCENARIOS).join() },
    rounds: { type: 'string', default: '5' },
    // Shows that every scenario runs. Its figures are of too few calls to be judged.
    smoke: { type: 'boolean', default: false },
  },
});

const asked = options.only.split(',');
const strange = asked.find((name) => !Object.hasOwn(SCENARIOS, name));
if (strange !== undefined) {
  process.stderr.write(`There is no scenario "${strange}". There are ${Object.keys(SCENARIOS).join(', ')}.\n`);
  process.exit(64);
}

const effort = options.smoke ? { rounds: 1, share: 0.02 } : { rounds: Number(options.rounds), share: 1 };
using workplace = openWorkplace(effort);
const figures: Figure[] = [];
const failed: string[] = [];
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (!asked.includes(name)) continue;
  try {
    figures.push(...(await scenario(workplace)));
  } catch (error) {
    // What the others measured is not lost with it.
    failed.push(`${name}: ${(error as Error).stack}`);
  }
}
workplace.tell('');
process.stdout.write(`${render(figures)}\n`);
if (options.json) writeFileSync(options.json, toJson(figures));
for (const text of failed) process.stderr.write(`\nFailed: ${text}\n`);
const missed = !options.smoke && figures.some(({ reached }) => reached === false);
if (missed || failed.length > 0) process.exitCode = 1;
