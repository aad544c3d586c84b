import { setTimeout as sleep } from 'node:timers/promises';
import { type PreparedRequest, preparePost, runLoad } from '../load.ts';
import { assertOk } from '../requests.ts';
import { type ConnectedPlatform, Vendor } from '../vendor.ts';
import { openWorkplace } from '../workplace.ts';
import type { Finding } from './findings.ts';
import { type Answered, runClosedLoad, runOpenLoad } from './open-load.ts';
import { percentile } from './percentile.ts';

const CALLERS = 32;
const TIMES = 2;
const RECOVERED_WITHIN_SECONDS = 10;
const GOODPUT_SHARE = 0.8;
const REFUSAL_MS = 100;

/** So many that no two calls under way ask for the same, which would be asked once. */
const QUESTIONS = 5_000;
const TOOL = 'shopify_list_products';
/** Reads that go to the vendor each time: a call that the cache answers costs little more than to refuse it. */
const SETTINGS = { CACHE_TTL_MS: '0', CONNECTION_CONCURRENCY: '40' };

/**
 * O1: twice the load that can be carried, at a constant pace, for so many seconds. What can be carried is measured
 * before and after, in the same run; the platform, the vendor's double and the callers are processes of their own.
 */
export async function overload(seconds: number, tell: (text: string) => void): Promise<Finding[]> {
  using place = openWorkplace({ rounds: 1, share: 1 });
  await using vendor = await Vendor.start(place);
  await using platform = await vendor.startPlatform(SETTINGS);
  // The double answers every question with what it was told to the first one, a whole page.
  const one = { port: platform.governed.process.port, connections: 1, calls: 1, check: assertOk };
  await runLoad({ ...one, request: requestsOf(platform) });
  const shorter = Math.max(5, seconds / 6);

  tell('warming up');
  await carry(platform, shorter / 2);
  tell('measuring what can be carried');
  const before = await carry(platform, shorter);
  const perSecond = Math.round(before.perSecond * TIMES);
  tell(`offering ${perSecond} calls a second for ${seconds} s`);
  const load = await offer(platform, perSecond, seconds);
  tell('half of what can be carried');
  const after = await offer(platform, before.perSecond / 2, shorter);
  tell('measuring again what can be carried');
  const again = await carry(platform, shorter);

  const good = load.answers.filter(({ status }) => status === 200);
  const refused = load.answers.filter(({ status }) => status === 503);
  const strange = [...load.answers, ...after.answers].filter(({ status }) => status !== 200 && status !== 503);
  for (const { status, body } of strange.slice(0, 3)) tell(`answered ${status}: ${body}`);
  const peak = (before.perSecond + again.perSecond) / 2;
  const goodput = good.length / load.elapsedSeconds;
  const refusedP99 = percentile(latencies(refused), 99);
  const lastRefusal = Math.max(0, ...after.answers.filter(({ status }) => status !== 200).map(({ dueMs }) => dueMs));
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    { what: 'calls a second that it carried before and after', value: `${round(before)} and ${round(again)}` },
    { what: 'calls a second offered', value: perSecond },
    { what: 'seconds', value: Math.round(load.elapsedSeconds) },
    { what: 'answered with what was asked, a second', value: Math.round(goodput) },
    { what: 'of what it can carry', value: share(goodput / peak), holds: goodput / peak >= GOODPUT_SHARE },
    {
      what: 'the same by its CPU time, which neighbours on the machine do not disturb',
      value: share(good.length / load.cpuSeconds / ((before.perCpuSecond + again.perCpuSecond) / 2)),
    },
    { what: 'refused with 503', value: refused.length },
    { what: 'refusals, median', value: ms(percentile(latencies(refused), 50)) },
    { what: 'refusals, 99th percentile', value: ms(refusedP99), holds: refusedP99 < REFUSAL_MS },
    { what: 'calls that were carried out, median', value: ms(percentile(latencies(good), 50)) },
    { what: 'calls that were carried out, 99th percentile', value: ms(percentile(latencies(good), 99)) },
    { what: 'answered with anything else', value: strange.length, holds: strange.length === 0 },
    { what: 'probes during it', value: load.probes },
    { what: 'probes not answered with 200', value: load.probesFailed, holds: load.probesFailed === 0 },
    {
      what: 'last refusal after it, at half of what it can carry',
      value: `${(lastRefusal / 1_000).toFixed(1)} s`,
      holds: lastRefusal <= RECOVERED_WITHIN_SECONDS * 1_000,
    },
    { what: 'resident memory at the end of it', value: `${Math.round(load.residentMb)} MB` },
    { what: 'callers themselves were late, 99th percentile', value: ms(percentile(load.lateMs, 99)) },
  ];
}

/** Over REST, where a refusal is a status, whatever part of the platform refuses. */
function requestsOf({ keys }: ConnectedPlatform): (n: number) => PreparedRequest {
  const prepared = Array.from({ length: QUESTIONS }, (_, n) =>
    preparePost(
      `/api/v1/tools/${TOOL}/call`,
      { authorization: `Bearer ${keys[n % keys.length]}` },
      JSON.stringify(n === 0 ? {} : { text: `word ${n}` }),
    ),
  );
  return (n) => prepared[n % prepared.length] as PreparedRequest;
}

interface Carried {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

/** As many calls as so many callers make who wait for each answer. */
async function carry(platform: ConnectedPlatform, seconds: number): Promise<Carried> {
  const { process } = platform.governed;
  const request = requestsOf(platform);
  const cpuBefore = process.cpuSeconds();
  const perSecond = await runClosedLoad({ port: process.port, callers: CALLERS, seconds, request });
  return { perSecond, perCpuSecond: (perSecond * seconds) / (process.cpuSeconds() - cpuBefore) };
}

async function offer(platform: ConnectedPlatform, perSecond: number, seconds: number) {
  const { process } = platform.governed;
  const request = requestsOf(platform);
  const probes = { made: 0, failed: 0 };
  let isOver = false;
  const probing = (async () => {
    while (!isOver) {
      const answer = await fetch(`http://127.0.0.1:${process.port}/health`).catch(() => undefined);
      await answer?.arrayBuffer();
      probes.made += 1;
      if (answer?.status !== 200) probes.failed += 1;
      await sleep(1_000);
    }
  })();
  const startedAt = performance.now();
  const cpuBefore = process.cpuSeconds();
  const { answers, lateMs } = await runOpenLoad({ port: process.port, perSecond, seconds, request });
  isOver = true;
  await probing;
  return {
    answers,
    lateMs,
    probes: probes.made,
    probesFailed: probes.failed,
    elapsedSeconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: process.cpuSeconds() - cpuBefore,
    residentMb: process.residentMb(),
  };
}

function latencies(answers: readonly Answered[]): readonly number[] {
  return answers.map(({ latencyMs }) => latencyMs);
}

function round({ perSecond }: Carried): number {
  return Math.round(perSecond);
}

function share(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}
