import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { letterDesk } from '../../test/support/letter-desk.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { WireError } from '../kernel/wire.ts';

const NOBODY = new WireError('connect', 'no', 'Nobody is there.');
const PLACES = 12;
const AT_ONCE = PLACES / 4;

/** A platform that has parked a rename of each of these rows; its circuit counts from then on. */
async function parked(rows: readonly string[]) {
  const gates = { open: false, underWay: new Set<string>(), most: 0, twice: 0, written: [] as string[] };
  const platform = await openTestGateway({
    retry: { retries: 0, baseMs: 1, capMs: 1 },
    rate: { callsPerMinute: 100_000, burst: 10_000 },
    connections: [{ ...acmeConnection(), connector: { ...acme, quota: undefined } }],
    places: PLACES,
    wire: async ({ url, body }) => {
      if (!gates.open) throw NOBODY;
      const row = url.split('/').at(-1) as string;
      if (gates.underWay.has(row)) gates.twice += 1;
      gates.underWay.add(row);
      gates.most = Math.max(gates.most, gates.underWay.size);
      for (let n = 0; n < 20; n += 1) await settle();
      gates.underWay.delete(row);
      const { name } = JSON.parse(String(body));
      gates.written.push(`${row} ${name}`);
      return { status: 200, headers: {}, body: JSON.stringify({ id: row, name }) };
    },
  });
  platform.runtime.breaker.run = (attempt) => attempt();
  const author = platform.principal('operator');
  for (const [n, id] of rows.entries()) {
    const input = { id, name: `name ${n}` };
    const request = platform.request(author, 'acme_rename_row', input, { idempotencyKey: `k${n}` });
    await platform.gateway.call(request).catch(() => undefined);
    // Ids, by which letters are ordered, tell milliseconds apart.
    await platform.clock.advance(1);
  }
  Reflect.deleteProperty(platform.runtime.breaker, 'run');
  const desk = letterDesk(platform, [author]);
  expect((await platform.letters.counts()).parked).toBe(rows.length);
  return Object.assign(platform, desk, { gates });
}

describe('a redrive of all', () => {
  it('has a quarter of the places under way at most, and writes one object in the order of its writes', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => `row-${n % 10}`);
    await using platform = await parked(rows);
    platform.gates.open = true;

    const { redriven, parked: left } = await platform.redrive();

    expect([redriven.filter(({ outcome }) => outcome === 'ok').length, left]).toEqual([30, 0]);
    expect([platform.gates.most, platform.gates.twice]).toEqual([AT_ONCE, 0]);
    for (const row of new Set(rows)) {
      const names = rows.flatMap((each, n) => (each === row ? [`${row} name ${n}`] : []));
      expect(platform.gates.written.filter((line) => line.startsWith(`${row} `))).toEqual(names);
    }
  });

  it('stops when the circuit opens: five reach the vendor, and all stay parked', async () => {
    await using platform = await parked(Array.from({ length: 30 }, (_, n) => `row-${n}`));
    const before = await platform.letters.find({ limit: 100 });

    const { redriven, next, parked: left } = await platform.redrive();

    const after = await platform.letters.find({ limit: 100 });
    const tried = (letters: typeof after) => letters.reduce((sum, { attempts }) => sum + attempts.length, 0);
    expect(tried(after) - tried(before)).toBe(5);
    expect(redriven.map(({ outcome }) => outcome)).toEqual([
      ...Array(6).fill('parked'),
      ...Array(24).fill('circuit_open'),
    ]);
    expect([next, left, platform.runtime.breaker.state]).toEqual([undefined, 30, 'open']);
  });
});
