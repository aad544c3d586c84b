import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { Connection } from '../kernel/connection.ts';
import type { Connector } from '../kernel/connector.ts';
import { ConnectionRegistry, type ReadinessCheck } from './connection-registry.ts';

const START = Date.UTC(2026, 0, 1);
const CONNECTOR = { id: 'shopify', title: 'Shopify', tools: [{}, {}] } as unknown as Connector;

const connection = (name: string, state: Connection['state']): Connection => ({
  id: `shopify/${name}`,
  name,
  connector: CONNECTOR,
  state,
  credentialVersion: 1,
});

const LIVE = connection('default', {
  on: true,
  mode: 'live',
  target: {
    origin: 'https://a.example',
    hosts: [],
    authentication: { kind: 'header', header: 'h', secret: 's' },
    facts: { shop: 'a' },
  },
});
const OFF = connection('second', { on: false, because: 'no credentials' });

function open(checks: readonly ReadinessCheck[] = []) {
  let now = START;
  let connections: readonly Connection[] = [LIVE, OFF];
  const clock: Clock = { ...systemClock, now: () => now, sleep: () => Promise.resolve() };
  const registry = new ConnectionRegistry({
    version: '1.2.3',
    connections: () => connections,
    checks,
    breakerOf: () => ({ state: 'closed', held: false }),
    clock,
  });
  const change = (to: readonly Connection[]) => {
    connections = to;
  };
  return { registry, change, pass: (ms: number) => (now += ms) };
}

describe('a connection in the registry', () => {
  it('is described with what its connector says of it, or why it is off', () => {
    const [live, off] = open().registry.connections();
    expect(live).toMatchObject({
      on: true,
      mode: 'live',
      facts: { shop: 'a' },
      tools: 2,
      since: '2026-01-01T00:00:00.000Z',
    });
    expect(off).toMatchObject({ on: false, because: 'no credentials', facts: {} });
    expect(off?.mode).toBeUndefined();
  });

  it('begins anew when it is another, comes when it is added, and goes when it is removed', () => {
    const { registry, change, pass } = open();
    registry.failed(LIVE.id, 'upstream_timeout');
    pass(5_000);
    const changed = { ...LIVE, credentialVersion: 2 };
    const added = connection('third', { on: false, because: 'new' });

    change([changed, added]);
    registry.succeeded(added.id);
    registry.failed(OFF.id, 'upstream_timeout');

    expect(registry.connections()).toMatchObject([
      { id: LIVE.id, lastError: undefined, since: '2026-01-01T00:00:05.000Z' },
      { id: added.id, lastSuccessAt: '2026-01-01T00:00:05.000Z' },
    ]);
  });

  it('remembers its last success and failure, and since when it is as it is', () => {
    const { registry, pass } = open();
    pass(1_000);
    registry.failed(LIVE.id, 'upstream_timeout');
    pass(1_000);
    registry.failed(LIVE.id, 'upstream_failed');
    expect(registry.connections()[0]).toMatchObject({
      since: '2026-01-01T00:00:01.000Z',
      lastFailureAt: '2026-01-01T00:00:02.000Z',
      lastError: 'upstream_failed',
    });
    pass(1_000);
    registry.succeeded(LIVE.id);
    pass(1_000);
    registry.succeeded(LIVE.id);
    expect(registry.connections()[0]).toMatchObject({
      since: '2026-01-01T00:00:03.000Z',
      lastSuccessAt: '2026-01-01T00:00:04.000Z',
    });
  });

  it('that is not known changes nothing', () => {
    const { registry } = open();
    registry.succeeded('other/default');
    registry.failed('other/default', 'internal');
    expect(registry.connections()).toHaveLength(2);
  });
});

describe('readiness', () => {
  it('begins when the start is over and ends for good when a stop begins', () => {
    const { registry } = open();
    expect([registry.started(), registry.readiness().ready]).toEqual([false, false]);
    registry.running();
    expect([registry.started(), registry.readiness()]).toEqual([true, { ready: true, because: [] }]);
    registry.stopping();
    expect([registry.started(), registry.readiness()]).toEqual([
      true,
      { ready: false, because: ['a stop is under way'] },
    ]);
  });

  it.each([
    ['is false', () => false],
    ['rejects', () => Promise.reject(new Error('gone'))],
    [
      'throws',
      () => {
        throw new Error('gone');
      },
    ],
    ['does not answer', () => new Promise<boolean>(() => {})],
  ])('is lost while a check %s, and comes back with it (H3)', async (_, bad) => {
    let holds: ReadinessCheck['holds'] = bad;
    const check: ReadinessCheck = { name: 'database', because: 'the database does not answer', holds: (s) => holds(s) };
    const { registry } = open([check]);
    registry.running();
    await registry.refresh();
    expect(registry.readiness()).toEqual({ ready: false, because: ['the database does not answer'] });
    expect(registry.checks()).toEqual([{ name: 'database', ok: false }]);
    holds = () => true;
    await registry.refresh();
    expect(registry.readiness().ready).toBe(true);
  });
});
