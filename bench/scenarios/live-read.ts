import { writeFileSync } from 'node:fs';
import { compare, type Figure } from '../figures.ts';
import { measureInTurn } from '../measure.ts';
import { assertOk, assertStatus } from '../requests.ts';
import { readyLine, ServerProcess } from '../server-process.ts';
import { ARGUMENTS, Vendor } from '../vendor.ts';
import type { Workplace } from '../workplace.ts';

const CALLS = 8_000;
const PATH = '/admin/api/2026-10/graphql.json';

/** A governed read that nobody made before, over one hop to the vendor double, against (c) a bare server that makes one `undici.Pool` hop. */
export async function liveRead(workplace: Workplace): Promise<Figure[]> {
  const { file, rounds, tell } = workplace;
  const calls = workplace.calls(CALLS);
  await using vendor = await Vendor.start(workplace);
  await using platform = await vendor.startPlatform();
  await platform.firstAnswer();
  // As large as the request that the connector sends.
  const body = JSON.stringify({ query: `query GetProduct { shop { name } } # ${'x'.repeat(900)}` });
  writeFileSync(file('hop-body.json'), body);
  const hopArguments = ['bench/servers/bare-hop.ts', vendor.origin, vendor.caFile, PATH, file('hop-body.json')];
  await using hop = await ServerProcess.start('bare with one hop', hopArguments, readyLine);
  const before = await platform.governed.recordedCalls();
  let unseen = ARGUMENTS;
  const live = () => platform.read(++unseen);
  const known = platform.read(1);
  const results = await measureInTurn(
    {
      live: { server: platform.governed.process, calls, load: { request: live, check: assertOk } },
      hop: { server: hop, calls, load: { request: () => known, check: assertStatus } },
    },
    rounds,
    tell,
  );
  const recorded = await platform.governed.recordedSince(before, calls * (rounds + 1), 'miss');
  return [
    { name: 'live calls sent, audited and logged, each as a miss', value: recorded, unit: 'calls' },
    ...compare('governed live read', results.live, '(c) bare node:http, one undici.Pool hop', results.hop, 2.5),
  ];
}
