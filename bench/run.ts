import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figure, render, toJson } from './figures.ts';
import { cachedRead } from './scenarios/cached-read.ts';
import { liveRead } from './scenarios/live-read.ts';
import { searchRows } from './scenarios/search-rows.ts';
import { start } from './scenarios/start.ts';
import { toolsList } from './scenarios/tools-list.ts';
import { Vendor } from './vendor.ts';
import { openWorkplace } from './workplace.ts';

// What governance costs, as ratios to baselines measured in the same run: `npm run bench [-- --json FILE] [-- --rounds N]`.
// Ends with 1 when a goal is missed.

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
using workplace = openWorkplace(Number(options.rounds));
const figures: Figure[] = await start(workplace);
{
  await using vendor = await Vendor.start(workplace);
  figures.push(...(await cachedRead(vendor, workplace)), ...(await liveRead(vendor, workplace)));
}
figures.push(...(await toolsList(workplace)), ...searchRows(workplace));
workplace.tell('');
process.stdout.write(`${render(figures)}\n`);
if (options.json) writeFileSync(options.json, toJson(figures));
if (figures.some(({ reached }) => reached === false)) process.exitCode = 1;
