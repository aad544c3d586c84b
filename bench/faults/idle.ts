import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmulatedShop } from '../../test/support/emulated-shop.ts';
import { startPlatform } from '../../test/support/platform-process.ts';
import type { Finding } from './findings.ts';

const EVERY_MS = 60_000;
/** The platform keeps an idle connection to a vendor for 60 s. */
const VENDORS_MS = [59_000, 60_000, 61_000];
const READS = 8;

/** O3: a read or a write every 60 s, so many times, over vendors that close idle connections about then. */
export async function idle(rounds: number, tell: (text: string) => void): Promise<Finding[]> {
  const found = await Promise.all(
    VENDORS_MS.map((idleMs) => overIdleVendor(idleMs, rounds, idleMs === EVERY_MS ? tell : () => {})),
  );
  return found.flat();
}

async function overIdleVendor(idleMs: number, rounds: number, tell: (text: string) => void): Promise<Finding[]> {
  await using shop = await openEmulatedShop({ bucket: { maximumAvailable: 1e7, restoreRate: 1e6 } });
  await using vendor = await openIdleCloser(shop.settings.EMULATOR_ORIGINS?.replace('shopify=', '') as string, idleMs);
  const settings = {
    ...shop.settings,
    EMULATOR_ORIGINS: `shopify=${vendor.origin}`,
    CACHE_TTL_MS: '0',
    // A retry would hide what is looked for.
    RETRY_ATTEMPTS: '0',
  };
  await using platform = await startPlatform({ settings });
  const agent = new Agent({ keepAlive: true, timeout: EVERY_MS * 3, maxSockets: READS + 1 });
  const call = callOver(agent, new URL(platform.url).port, platform.key);
  const seen = { calls: 0, failed: 0, reset: 0, reused: 0 };
  const count = async (tool: string, input: object) => {
    seen.calls += 1;
    try {
      const { status, text, reused } = await call(tool, input);
      if (reused) seen.reused += 1;
      if (status !== 200) {
        seen.failed += 1;
        tell(`answered ${status}: ${text.slice(0, 200)}`);
      }
    } catch (error) {
      seen.reset += 1;
      tell(String(error));
    }
  };
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    tell(`round ${round + 1} of ${rounds}`);
    const reads = Array.from({ length: READS }, (_, n) =>
      count('shopify_list_products', { text: `${idleMs} ${round} ${n}` }),
    );
    await Promise.all([...reads, count('shopify_create_product', { title: `Idle ${idleMs} ${round}` })]);
    if (round < rounds - 1) await sleep(startedAt + (round + 1) * EVERY_MS - performance.now());
  }
  agent.destroy();
  const what = (text: string) => `vendor that closes after ${idleMs / 1_000} s: ${text}`;
  return [
    { what: what('calls'), value: seen.calls },
    { what: what('connections that the vendor took'), value: vendor.accepted() },
    { what: what('calls that failed'), value: seen.failed, holds: seen.failed === 0 },
    { what: what('resets that callers saw'), value: seen.reset, holds: seen.reset === 0 },
    {
      what: what('calls over a connection to the platform that had been idle'),
      value: seen.reused,
      holds: seen.reused === (rounds - 1) * (READS + 1),
    },
  ];
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Whether it came over a connection of a call before. */
  readonly reused: boolean;
}

function callOver(agent: Agent, port: string, key: string) {
  return (tool: string, input: object) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: `/api/v1/tools/${tool}/call`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      });
      sent.on('error', reject);
      sent.on('response', async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, text, reused: sent.reusedSocket });
      });
      sent.end(JSON.stringify(input));
    });
}

/** A TCP proxy that closes a connection on which nothing has moved for so long, as load balancers of vendors do. */
async function openIdleCloser(origin: string, idleMs: number) {
  const target = Number(new URL(origin).port);
  const open = new Set<Socket>();
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    const upstream = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    client.setTimeout(idleMs, () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted: () => accepted,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
