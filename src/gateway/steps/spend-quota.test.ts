import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acme, acmeConnection } from '../../../test/support/acme.ts';
import { openTestGateway } from '../../../test/support/test-gateway.ts';
import { defineTool } from '../../connectors/define.ts';
import type { Connector } from '../../kernel/connector.ts';
import type { PlatformError } from '../../kernel/errors.ts';

const UNTIL_MS = 900_000;
const PER_DAY = 10;

/** Inspects a site; the vendor counts each site's inspections apart, so many a day. */
const inspectSite = defineTool({
  name: 'acme_inspect_site',
  title: 'Inspect a site',
  description: 'Inspects a site.',
  effect: 'read',
  permission: 'acme.sites.read',
  cacheTtlMs: 0,
  quotaScope: ({ site }) => site,
  budget: {
    name: 'inspections',
    maximum: PER_DAY,
    restorePerSecond: PER_DAY / 86_400,
    cost: ({ pages }) => pages,
    maximumOf: ({ perDay }) => (perDay === undefined ? undefined : Number(perDay)),
  },
  input: z.object({
    site: z.string().describe('Which'),
    pages: z.number().int().default(1).describe('How many pages'),
  }),
  output: z.object({ rows: z.array(z.unknown()) }),
  scopes: [],
  examples: [{ title: 'One', input: { site: 'a' } }],
  run: async ({ site }, upstream: { get(path: string): Promise<unknown> }) =>
    z.object({ rows: z.array(z.unknown()) }).parse(await upstream.get(`/sites/${site}?limit=1`)),
});

/** Acme, whose 402 says that a quota is used up until an instant: of the connection, or of a site. */
const counting: Connector = {
  ...acme,
  classify(reply, now) {
    if (reply.status !== 402) return acme.classify(reply, now);
    const of = reply.headers.of === 'scope' ? 'scope' : 'connection';
    return { kind: 'quota', untilMs: now + UNTIL_MS, message: 'Acme is used up for today.', of };
  },
  tools: [...acme.tools, inspectSite],
};

async function setUp() {
  const connections = ['default', 'other'].map((name) => ({ ...acmeConnection(name), connector: counting }));
  const platform = await openTestGateway({ connectors: [counting], connections });
  const call = (tool: string, input: object, connection = 'default') =>
    platform.gateway.call(platform.request(platform.principal('operator'), tool, { ...input, connection })).then(
      () => ({ code: 'ok' }),
      ({ code, message, details }: PlatformError) => ({ code, message, ...details }),
    );
  const usedUp = (of: string) => {
    platform.vendor.behave = (_, n) => (n === 0 ? { status: 402, headers: { of } } : {});
  };
  return Object.assign(platform, { call, usedUp });
}

describe('a quota that the vendor calls used up', () => {
  it('ends the calls of the connection until then, without asking and without counting against it', async () => {
    await using platform = await setUp();
    platform.usedUp('connection');

    const first = await platform.call('acme_get_row', { id: '1' });
    await platform.clock.advance(UNTIL_MS - 1);
    const later = [];
    for (let n = 0; n < 20; n += 1) later.push(await platform.call('acme_get_row', { id: '1' }));
    const write = await platform.call('acme_rename_row', { id: '1', name: 'One' });

    expect(first).toEqual({
      code: 'upstream_quota',
      message: 'Acme is used up for today.',
      retryAfterMs: UNTIL_MS,
      sent: 'no',
    });
    expect(later.map(({ code }) => code)).toEqual(Array(20).fill('upstream_quota'));
    expect(later.at(-1)).toMatchObject({ retryAfterMs: 1, sent: 'no' });
    expect(write).toMatchObject({ code: 'upstream_quota', sent: 'no' });
    expect(platform.vendor.requests).toHaveLength(1);
    expect(platform.runtime.breaker.state).toBe('closed');

    await platform.clock.advance(1);
    expect(await platform.call('acme_get_row', { id: '1' })).toEqual({ code: 'ok' });
  });

  it('is nothing to another connection', async () => {
    await using platform = await setUp();
    platform.usedUp('connection');
    await platform.call('acme_get_row', { id: '1' });

    expect(await platform.call('acme_get_row', { id: '1' }, 'other')).toEqual({ code: 'ok' });
  });

  it('of a scope ends the calls of that scope alone', async () => {
    await using platform = await setUp();
    platform.usedUp('scope');
    await platform.call('acme_inspect_site', { site: 'a' });

    expect(await platform.call('acme_inspect_site', { site: 'a' })).toMatchObject({ code: 'upstream_quota' });
    expect(await platform.call('acme_inspect_site', { site: 'b' })).toEqual({ code: 'ok' });
    expect(await platform.call('acme_get_row', { id: '1' })).toEqual({ code: 'ok' });
  });

  it('of a scope is of the connection for a tool that has none', async () => {
    await using platform = await setUp();
    platform.usedUp('scope');
    await platform.call('acme_get_row', { id: '1' });

    expect(await platform.call('acme_inspect_site', { site: 'b' })).toMatchObject({ code: 'upstream_quota' });
  });

  it('that was told while a call waited is obeyed by that call', async () => {
    await using platform = await setUp();
    await platform.call('acme_list_rows', { limit: 100 });

    const waiting = platform.call('acme_get_row', { id: '1' });
    await platform.clock.advance(50);
    platform.runtime.stops.stop(undefined, platform.clock.now() + UNTIL_MS, 'Used up.');
    await platform.clock.advance(1_000);

    expect(await waiting).toMatchObject({ code: 'upstream_quota' });
    expect(platform.vendor.requests).toHaveLength(1);
    expect(platform.runtime.bulkhead.taken).toBe(0);
  });

  it('is answered from the cache where there is an answer', async () => {
    await using platform = await setUp();
    await platform.call('acme_list_rows', { limit: 1 });
    await platform.clock.advance(61_000);
    platform.vendor.behave = () => ({ status: 402, headers: {} });

    expect(await platform.call('acme_list_rows', { limit: 1 })).toEqual({ code: 'ok' });
    expect(await platform.call('acme_list_rows', { limit: 2 })).toMatchObject({ code: 'upstream_quota' });
  });
});

describe('a budget', () => {
  it('is counted for each connection and scope apart, and refused with the time without asking', async () => {
    await using platform = await setUp();
    await platform.call('acme_inspect_site', { site: 'a', pages: 9 });
    await platform.call('acme_inspect_site', { site: 'a' });

    const refused = await platform.call('acme_inspect_site', { site: 'a' });

    expect(refused).toEqual({
      code: 'upstream_quota',
      message: "The vendor's quota for calls of this kind is used up; it allows this one in 8640 s.",
      retryAfterMs: 8_640_000,
      sent: 'no',
    });
    expect(platform.vendor.requests).toHaveLength(2);
    expect(await platform.call('acme_inspect_site', { site: 'b' })).toEqual({ code: 'ok' });
    expect(await platform.call('acme_inspect_site', { site: 'a' }, 'other')).toEqual({ code: 'ok' });
    expect(await platform.call('acme_get_row', { id: '1' })).toEqual({ code: 'ok' });
    await platform.clock.advance(8_640_000);
    expect(await platform.call('acme_inspect_site', { site: 'a' })).toEqual({ code: 'ok' });
  });

  it('is as large as the connection’s facts say, and full again in the same time', async () => {
    const { state, ...connection } = { ...acmeConnection(), connector: counting };
    const target = state.on ? { ...state.target, facts: { perDay: '2' } } : undefined;
    await using platform = await openTestGateway({
      connectors: [counting],
      connections: [{ ...connection, state: { ...state, target } as typeof state }],
    });
    const inspect = () =>
      platform.gateway.call(platform.request(platform.principal('operator'), 'acme_inspect_site', { site: 'a' })).then(
        () => 'ok',
        ({ details }: PlatformError) => details.retryAfterMs,
      );

    expect([await inspect(), await inspect(), await inspect()]).toEqual(['ok', 'ok', 43_200_000]);
  });

  it('that is used up costs nothing of the connection’s own quota', async () => {
    await using platform = await setUp();
    await platform.call('acme_inspect_site', { site: 'a', pages: 10 });
    for (let n = 0; n < 50; n += 1) await platform.call('acme_inspect_site', { site: 'a' });

    expect(await platform.call('acme_list_rows', { limit: 99 })).toEqual({ code: 'ok' });
    expect(platform.clock.monotonicMs()).toBe(0);
  });
});
