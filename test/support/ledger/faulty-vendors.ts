import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createCertificateAuthority } from '../../../scripts/emulators/certificate-authority.ts';
import { hostsOf, openEmulatorOf } from '../../../scripts/emulators/open-emulators.ts';
import { CONNECTORS } from '../../../src/connectors/index.ts';
import type { Emulator } from '../../../src/emulation/emulator.ts';
import { faultHeader } from '../../../src/emulation/faults.ts';
import { BrokenReply, bytesOf } from '../../../src/emulation/faulty-wire.ts';
import { serveEmulators } from '../../../src/emulation/https-shell.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { Wire, WireReply } from '../../../src/kernel/wire.ts';
import { openFaultProxy, type Toxics } from '../fault-proxy.ts';
import { type Settings, temporaryFolder } from '../platform-process.ts';

/** Vendors over HTTPS, each behind a proxy of faults, that count what they carry out. */
export interface FaultyVendors extends AsyncDisposable {
  /** What a platform needs to reach them. */
  readonly settings: Settings;
  /** How often the write with this mark was carried out. */
  carriedOut(mark: string): number;
  /** How often each fault struck, by its name. */
  readonly struck: ReadonlyMap<string, number>;
  /** Puts other faults in the place of those before: of the network by `toxic`, of each vendor by chance. */
  trouble(): Promise<void>;
  /** No more faults; resolves when every request that came in is answered. */
  calm(): Promise<void>;
}

const VENDORS = ['shopify', 'zoho-mail', 'search-console'];
/** No vendor's own limit ends a call: those of the platform are met first. */
const ROOMY = { bucket: { maximumAvailable: 1e7, restoreRate: 1e6 }, requestsPerMinute: 1e6 };
/** The mark of a write, somewhere in its body. */
const MARK = /ledger-\d{6}/;
/** The share of requests that a fault of the vendor strikes, one of them at a time. */
const SHARES = [0, 0.02, 0.05, 0.1, 0.3];
/** The share of times in which the network does something to a vendor's traffic. */
const TOXIC = 0.3;
const LONGEST_DELAY_MS = 2_500;

// biome-ignore format: a table is read in columns
const TOXICS: readonly (readonly [name: string, toxics: Toxics])[] = [
  ['latency',      { latencyMs: 40, jitterMs: 40 }],
  ['bandwidth',    { bytesPerSecond: 30_000 }],
  ['slow close',   { slowCloseMs: 300, limitBytes: 12_000 }],
  ['timeout',      { silent: true }],
  ['reset',        { reset: true }],
  ['slicer',       { sliceBytes: 64 }],
  ['limited data', { limitBytes: 9_000 }],
  ['down',         { down: true }],
];

type When = 'before' | 'after';

/** A vendor does its work after the fault, which is to say never, or before it. One that says it had no time did nothing. */
// biome-ignore format: a table is read in columns
const FAULTS: readonly (readonly [fault: string, when: When])[] = [
  ['status=503',              'before'],
  ['status=500',              'before'],
  ['status=429;retryAfter=1', 'before'],
  ['throttle',                'before'],
  ['html',                    'before'],
  ['reset',                   'before'],
  ['delay',                   'before'],
  ['status=503',              'after'],
  ['status=500',              'after'],
  ['html',                    'after'],
  ['reset',                   'after'],
  ['truncate',                'after'],
  ['delay',                   'after'],
];

/** Who throttles a call of this vendor makes the platform leave it alone for a quarter of an hour, which no ledger waits for. */
const UNTHROTTLED = 'zoho-mail';
const THROTTLING = /429|throttle/;

/** Opens the vendors; `random` decides every fault. */
export async function openFaultyVendors(random: () => number): Promise<FaultyVendors> {
  await using opening = new AsyncDisposableStack();
  const done = new Map<string, number>();
  const struck = new Map<string, number>();
  const state = { share: 0, underWay: 0, turn: Promise.resolve() };
  const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

  const faulty = (connector: string, { wire }: Emulator): Wire => {
    const faults = FAULTS.filter(([fault]) => connector !== UNTHROTTLED || !THROTTLING.test(fault));
    const carryOut: Wire = async (request) => {
      const reply = await wire(request);
      const mark = MARK.exec(String(request.body ?? ''))?.[0];
      if (mark !== undefined && isDone(reply)) count(done, mark);
      return reply;
    };
    const strike: Wire = async (request) => {
      if (random() >= state.share) return carryOut(request);
      const [fault, when] = oneOf(faults, random);
      count(struck, `${fault}, ${when === 'after' ? 'done' : 'not done'}`);
      if (fault === 'delay') {
        const late = random() * LONGEST_DELAY_MS;
        if (when === 'before') await setTimeout(late);
        const reply = await carryOut(request);
        if (when === 'after') await setTimeout(late);
        return reply;
      }
      const reply = when === 'after' ? await carryOut(request) : undefined;
      if (reply && fault === 'truncate') throw new BrokenReply({ reply, keepBytes: bytesOf(reply).length >> 1 });
      return wire({ ...request, headers: { ...request.headers, [faultHeader]: fault } });
    };
    // The vendor works on, whoever hangs up.
    return async (request) => {
      state.underWay += 1;
      try {
        return await strike(request);
      } finally {
        state.underWay -= 1;
      }
    };
  };

  const connectors = CONNECTORS.filter(({ id }) => VENDORS.includes(id));
  const emulators = await Promise.all(connectors.map(({ id }) => openEmulatorOf(id, { clock: systemClock, ...ROOMY })));
  const authority = createCertificateAuthority();
  const hosts = connectors.flatMap((connector, at) => hostsOf(connector, emulators[at] as Emulator));
  const named = connectors.map(({ id }, at) => {
    const { origin, credentials } = emulators[at] as Emulator;
    return {
      connector: id,
      emulator: { wire: faulty(id, emulators[at] as Emulator), origin, credentials, requests: 0 },
    };
  });
  const served = opening.use(await serveEmulators(named, authority.issue(['127.0.0.1', ...new Set(hosts)])));
  const proxies = await Promise.all(Object.values(served.origins).map((origin) => openFaultProxy(origin, random)));
  for (const proxy of proxies) opening.use(proxy);
  const folder = opening.use(temporaryFolder());
  const caFile = join(folder.path, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const origins = Object.keys(served.origins).map((connector, at) => `${connector}=${proxies[at]?.origin}`);
  const trouble = async () => {
    state.share = oneOf(SHARES, random);
    for (const proxy of proxies) {
      const [name, toxics] = random() < TOXIC ? oneOf(TOXICS, random) : ([undefined, {}] as const);
      if (name !== undefined) count(struck, name);
      // What was swallowed must not be missing from the middle of a stream: no network loses that.
      await proxy.suffer({ down: true });
      await proxy.suffer(toxics);
    }
  };
  const opened = opening.move();
  return {
    settings: Object.assign({}, ...emulators.map(({ credentials }) => credentials), {
      EMULATOR_ORIGINS: origins.join(','),
      EMULATOR_CA_FILE: caFile,
    }),
    carriedOut: (mark) => done.get(mark) ?? 0,
    struck,
    trouble() {
      state.turn = state.turn.then(trouble);
      return state.turn;
    },
    async calm() {
      await state.turn;
      state.share = 0;
      for (const proxy of proxies) {
        await proxy.suffer({ down: true });
        await proxy.suffer();
      }
      while (state.underWay > 0) await setTimeout(20);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function isDone({ status, body }: WireReply): boolean {
  return status < 300 && !/"errors":|"userErrors":\[\{/.test(body);
}

function oneOf<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
