import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { openEmulator } from '../../src/connectors/shopify/emulator/emulator.ts';
import { serveEmulators } from '../../src/emulation/https-shell.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Wire } from '../../src/kernel/wire.ts';
import { type Rest, restOf } from '../../test/support/platform-client.ts';
import { startPlatform, temporaryFolder } from '../../test/support/platform-process.ts';
import { type PreparedRequest, preparePost } from '../load.ts';
import type { Finding } from './findings.ts';
import { type Answered, runOpenLoad } from './open-load.ts';
import { percentile } from './percentile.ts';

const PER_SECOND = 200;
const CONNECTION = 'shopify/default';
const DEAD = 'dead-emulated.myshopify.com';
const ALIVE = 'alive-emulated.myshopify.com';
const ROOMY = { maximumAvailable: 1e7, restoreRate: 1e6 };
/** An attempt may take 30 s, a circuit rests for 60: a probe that began in time ends in this one, and one more rest passes. */
const RECOVERY_SECONDS = 100;
const REST_MS = 60_000;
/** What leaves in the moment in which the circuit opens, or came in with it. */
const MOMENT_MS = 1_000;
const WINDOW_MS = 5_000;
const WORSE_BY = 1.1;
const SETTINGS = { RATE_CALLS_PER_MINUTE: '1000000', RATE_BURST: '100000' };

/**
 * B8, and B6 in real time: one shop of two hangs for so many seconds while both, and another connector, are called two
 * hundred times a second; then it is back.
 */
export async function breaker(seconds: number, tell: (text: string) => void): Promise<Finding[]> {
  await using shops = await openTwoShops();
  await using platform = await startPlatform({ settings: { ...shops.settings, ...SETTINGS } });
  const rest = restOf(platform, platform.key);
  await rest.act('connections.add', { connector: 'shopify', name: 'alive', ...shops.alive });
  const circuit = watchCircuit(rest);
  const port = Number(new URL(platform.url).port);
  const call = callsOf(platform.key);
  let asked = 0;
  const offer = (duration: number) => {
    const from = asked;
    asked += PER_SECOND * duration;
    return runOpenLoad({
      port,
      perSecond: PER_SECOND,
      seconds: duration,
      request: (n) => call(from - (from % TARGETS) + n),
    });
  };

  tell('warming up');
  await offer(10);
  tell(`all alive, for ${seconds / 2} s`);
  const before = await offer(seconds / 2);
  tell(`one dead, for ${seconds} s`);
  const diedAt = performance.now();
  shops.kill();
  const during = await offer(seconds);
  tell(`back, for ${RECOVERY_SECONDS} s`);
  shops.revive();
  const after = await offer(RECOVERY_SECONDS);
  const opened = await circuit.stop();

  for (const phase of [before, during, after]) {
    for (const [at, name] of [[0, 'dead shop'], ...OTHERS] as const) {
      const codes = of(phase.answers, at).map(({ status, body }) => /"code":"(\w+)"/.exec(body)?.[1] ?? String(status));
      tell(
        `${name}: ${[...Map.groupBy(codes, (code) => code)].map(([code, { length }]) => `${code} ${length}`).join(', ')}`,
      );
    }
  }

  const findings: Finding[] = [];
  for (const [at, name] of OTHERS) {
    const failed = of(during.answers, at).filter(({ status }) => status !== 200).length;
    const was = steadyP99(of(before.answers, at));
    const is = steadyP99(of(during.answers, at));
    findings.push(
      { what: `${name}: calls while the shop was dead`, value: of(during.answers, at).length },
      { what: `${name}: calls that failed`, value: failed, holds: failed === 0 },
      { what: `${name}: 99th percentile before and meanwhile`, value: `${was.toFixed(1)} and ${is.toFixed(1)} ms` },
      { what: `${name}: of what it was`, value: `${Math.round((is / was) * 100)} %`, holds: is <= was * WORSE_BY },
    );
  }
  const ofDead = of(during.answers, 0);
  const arrivals = shops.arrivals.map((at) => at - diedAt).filter((ms) => ms >= 0);
  const opening = opened.find(({ at }) => at >= diedAt);
  const openedMs = opening === undefined ? Number.NaN : opening.at - diedAt;
  const inRest = arrivals.filter((ms) => ms > openedMs + MOMENT_MS && ms < openedMs + REST_MS - MOMENT_MS);
  const firstProbe = arrivals.filter(
    (ms) => ms >= openedMs + REST_MS - MOMENT_MS && ms < openedMs + REST_MS + WINDOW_MS,
  );
  const last = of(after.answers, 0).filter(({ dueMs }) => dueMs > (RECOVERY_SECONDS - 5) * 1_000);
  return [
    ...findings,
    { what: 'dead shop: calls', value: ofDead.length },
    { what: 'dead shop: answered', value: ofDead.filter(({ status }) => status === 200).length },
    { what: 'dead shop: requests that reached it', value: arrivals.length },
    {
      what: 'dead shop: its circuit opened after',
      value: `${(openedMs / 1_000).toFixed(1)} s`,
      holds: Number.isFinite(openedMs),
    },
    { what: 'dead shop: requests while the circuit rested', value: inRest.length, holds: inRest.length === 0 },
    { what: 'dead shop: probes when it had rested', value: firstProbe.length, holds: firstProbe.length === 1 },
    {
      what: 'shop that is back: of its last calls, answered with what was asked',
      value: `${last.filter(({ status }) => status === 200).length} of ${last.length}`,
      holds: last.every(({ status }) => status === 200),
    },
  ];
}

/** Calls go round: the shop that dies, the other one, another connector. */
const OTHERS = [
  [1, 'another shop'],
  [2, 'another connector'],
] as const;
const TARGETS = 3;

function callsOf(key: string): (n: number) => PreparedRequest {
  const call = (tool: string, input: object) =>
    preparePost(`/api/v1/tools/${tool}/call`, { authorization: `Bearer ${key}` }, JSON.stringify(input));
  return (n) => {
    // Its answer comes from the cache: of the others each question is a new one.
    if (n % TARGETS === 2) return call('gsc_list_sites', {});
    const connection = n % TARGETS === 0 ? 'default' : 'alive';
    return call('shopify_list_products', { connection, text: `word ${n}`, limit: 1 });
  };
}

function of(answers: readonly Answered[], target: number): readonly Answered[] {
  return answers.filter(({ n }) => n % TARGETS === target);
}

/** The median of the 99th percentiles of every five seconds: what a neighbour on the machine does for a moment is no part of it. */
function steadyP99(answers: readonly Answered[]): number {
  const windows = Map.groupBy(answers, ({ dueMs }) => Math.floor(dueMs / WINDOW_MS));
  const each = [...windows.values()].map((some) =>
    percentile(
      some.map(({ latencyMs }) => latencyMs),
      99,
    ),
  );
  return percentile(each, 50);
}

/** Looks at the circuit of the shop that dies, and notes when it opens. */
function watchCircuit(rest: Rest) {
  const opened: { at: number }[] = [];
  let isOver = false;
  let state = 'closed';
  const watching = (async () => {
    while (!isOver) {
      const { json } = await rest.send('/api/v1/admin/circuits.list', { body: {} });
      // A look that is refused, on a machine that is too busy, is one look less.
      const now =
        json.circuits?.find(({ connection }: { connection: string }) => connection === CONNECTION).state ?? state;
      if (now === 'open' && state !== 'open') opened.push({ at: performance.now() });
      state = now;
      await sleep(100);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return opened;
    },
  };
}

function asRecord({ SHOPIFY_SHOP, SHOPIFY_ACCESS_TOKEN }: Record<string, string>) {
  return { settings: { SHOPIFY_SHOP }, secrets: { SHOPIFY_ACCESS_TOKEN } };
}

/** Two shops behind one address, told apart by their names as Shopify's are; one of them can be made to hang. */
async function openTwoShops() {
  await using opening = new AsyncDisposableStack();
  const emulators = new Map(
    [DEAD, ALIVE].map((shop) => [shop, openEmulator({ clock: systemClock, bucket: ROOMY, shop })] as const),
  );
  const arrivals: number[] = [];
  /** What each shop said to the first question of its kind: the platform is to be measured, not what it asks. */
  const replies = new Map<string, ReturnType<Wire>>();
  const state = { dead: false };
  const wire: Wire = async (sent, signal) => {
    const { host } = new URL(sent.url);
    if (host === DEAD && state.dead) {
      arrivals.push(performance.now());
      await new Promise<void>((resolve) => signal?.addEventListener('abort', resolve));
    }
    const question = `${host} ${/"operationName":"(\w+)"/.exec(String(sent.body))?.[1] ?? sent.url}`;
    const reply = replies.get(question) ?? emulators.get(host)?.wire(sent, signal);
    if (reply === undefined) throw new Error(`There is no shop ${host}.`);
    replies.set(question, reply);
    return reply;
  };
  const authority = createCertificateAuthority();
  const pair = authority.issue(['127.0.0.1', DEAD, ALIVE]);
  const origin = `https://${DEAD}`;
  const emulator = { wire, origin, credentials: {}, requests: 0 };
  const served = opening.use(await serveEmulators([{ connector: 'shopify', emulator }], pair));
  const folder = opening.use(temporaryFolder());
  const caFile = join(folder.path, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const credentialsOf = (shop: string) => {
    const { SHOPIFY_SHOP, SHOPIFY_ACCESS_TOKEN } = (emulators.get(shop) as ReturnType<typeof openEmulator>)
      .credentials as Record<string, string>;
    return { SHOPIFY_SHOP, SHOPIFY_ACCESS_TOKEN } as Record<string, string>;
  };
  const opened = opening.move();
  return {
    settings: {
      ...credentialsOf(DEAD),
      EMULATOR_ORIGINS: `shopify=${served.origins.shopify}`,
      EMULATOR_CA_FILE: caFile,
    },
    alive: asRecord(credentialsOf(ALIVE)),
    /** When each request reached the shop while it hung. */
    arrivals,
    kill: () => {
      state.dead = true;
    },
    revive: () => {
      state.dead = false;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
