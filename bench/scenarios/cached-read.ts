import { writeFileSync } from 'node:fs';
import { compare, type Figure } from '../figures.ts';
import { measureInTurn } from '../measure.ts';
import { assertOk, assertStatus, callRequest } from '../requests.ts';
import { readyLine, ServerProcess } from '../server-process.ts';
import { ARGUMENTS, Vendor } from '../vendor.ts';
import type { Workplace } from '../workplace.ts';

const CALLS = 20_000;

/**
 * A governed, authenticated read that the cache answers, of 1,000 distinct arguments under 60 keys, against (a) a bare
 * server that reads the same requests and sends the same bytes, and (b) the official SDK's hello world.
 */
export async function cachedRead(workplace: Workplace): Promise<Figure[]> {
  const { file, rounds, tell } = workplace;
  const calls = workplace.calls(CALLS);
  await using vendor = await Vendor.start(workplace);
  await using platform = await vendor.startPlatform();
  const answer = await platform.firstAnswer();
  writeFileSync(file('answer.json'), answer);
  const requests = Array.from({ length: ARGUMENTS }, (_, n) => platform.read(n + 1));
  await platform.fillCache(requests);
  await using bare = await ServerProcess.start('bare', ['bench/servers/bare.ts', file('answer.json')], readyLine);
  await using sdk = await ServerProcess.start('sdk', ['bench/servers/sdk.ts'], readyLine);
  const before = await platform.governed.recordedCalls();
  const request = (n: number) => requests[n % ARGUMENTS] as Buffer;
  const hello = callRequest('', 'hello', { name: 'bench' });
  const results = await measureInTurn(
    {
      cached: { server: platform.governed.process, calls, load: { request, check: assertOk } },
      bare: { server: bare, calls, load: { request, check: assertStatus } },
      sdk: { server: sdk, calls: Math.ceil(calls / 8), load: { request: () => hello, check: assertOk } },
    },
    rounds,
    tell,
  );
  const recorded = await platform.governed.recordedSince(before, calls * (rounds + 1));
  return [
    { name: 'cached calls sent, audited and logged, each as a hit', value: recorded, unit: 'calls' },
    { name: 'bytes of an answer', value: Buffer.byteLength(answer), unit: 'bytes' },
    ...compare('governed cached read', results.cached, '(a) bare node:http', results.bare, 3),
    ...compare('governed cached read', results.cached, '(b) official SDK, hello world', results.sdk, 0.2),
  ];
}
