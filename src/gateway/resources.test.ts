import { describe, expect, it } from 'vitest';
import { acmeConnection } from '../../test/support/acme.ts';
import { from, openTestGateway, type TestGatewayOptions } from '../../test/support/test-gateway.ts';
import type { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import { ConnectionRuntimes } from './connection-runtime.ts';
import type { TextResource } from './gateway.ts';
import { openGateway } from './open-gateway.ts';

const READ = 'acme_list_rows';
const TTL_MS = 3_600_000;

/** A platform on which its operator has one large result of the connection `second`. */
async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({
    answerCharacters: 1_500,
    connections: [acmeConnection(), acmeConnection('second')],
    ...options,
  });
  const operator = platform.principal('operator', {}, 'me');
  const { rendered } = await platform.gateway.call(
    platform.request(operator, READ, { limit: 100, connection: 'second' }),
  );
  const uri = rendered.rest?.uri as string;
  const read = (who: Principal, gateway = platform.gateway) =>
    gateway.readResource(from(who), uri).then(
      (content) => JSON.parse((content as TextResource).text).page.number,
      ({ code }: PlatformError) => code,
    );
  const listed = async (who: Principal, gateway = platform.gateway) => (await gateway.resources(from(who))).length;
  return Object.assign(platform, { operator, uri, read, listed });
}

describe('a large result', () => {
  it('is listed from its first page, with what it holds and until when', async () => {
    await using platform = await setUp();

    const [resource] = await platform.gateway.resources(from(platform.operator));

    expect(resource).toEqual({
      uri: platform.uri.replace(/2$/, '1'),
      name: expect.stringMatching(/^acme_list_rows-[0-9a-f-]{36}$/),
      title: '100 rows of acme_list_rows',
      description: '3 pages of acme/second; each names the next. Readable until 2026-11-22T13:00:00.000Z.',
      mimeType: 'application/json',
    });
    expect(await platform.read(platform.operator)).toBe(2);
  });

  it('is neither listed for nor read by anybody else', async () => {
    await using platform = await setUp();
    const admin = platform.principal('admin');

    expect([await platform.listed(admin), await platform.read(admin)]).toEqual([0, 'not_found']);
  });

  it.each([
    ['the tool', { tools: ['acme_get_row'] }],
    ['the connection', { connections: ['acme/default'] }],
  ])('is out of reach for its owner once %s is', async (_, limits) => {
    await using platform = await setUp();
    const limited = platform.principal('operator', limits, 'me');

    expect([await platform.listed(limited), await platform.read(limited)]).toEqual([0, 'not_found']);
  });

  it('is out of reach when its connection or its tool is gone', async () => {
    await using platform = await setUp();
    const { parts, operator } = platform;
    const connectionGone = openGateway({ ...parts, runtimes: new ConnectionRuntimes([platform.runtime]) });
    const toolGone = openGateway({ ...parts, connectors: [] });

    for (const gateway of [connectionGone, toolGone]) {
      expect([await platform.listed(operator, gateway), await platform.read(operator, gateway)]).toEqual([
        0,
        'not_found',
      ]);
    }
  });

  it('is gone when it expires', async () => {
    await using platform = await setUp();

    await platform.clock.advance(TTL_MS);

    expect([await platform.listed(platform.operator), await platform.read(platform.operator)]).toEqual([
      0,
      'not_found',
    ]);
  });

  it('outlives a restart', async () => {
    await using platform = await setUp();
    expect(await platform.read(platform.operator, openGateway(platform.parts))).toBe(2);
  });

  it('cannot be told from one that never was', async () => {
    await using platform = await setUp();
    const errorOf = (uri: string) =>
      platform.gateway.readResource(from(platform.principal('admin')), uri).catch(({ code, message, details }) => ({
        code,
        message,
        details,
      }));

    const never = await errorOf('mcp-platform://results/01900000-0000-7000-8000-000000000000/pages/2');

    expect(await errorOf(platform.uri)).toEqual(never);
    expect(await errorOf('anything')).toEqual(never);
  });
});

describe('asking for resources', () => {
  it('is recorded, refusals too', async () => {
    await using platform = await setUp();
    await platform.read(platform.operator);
    await platform.listed(platform.operator);
    await platform.read(platform.principal('admin'));

    await platform.trail.flush();
    const rows = (await platform.audits.find({ limit: 20 })).filter(({ kind }) => kind === 'resource');
    expect(rows.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(rows.map(({ principalId, subject, outcome }) => [principalId, subject, outcome])).toEqual([
      ['admin', 'resources/read', 'not_found'],
      ['me', 'resources/list', 'ok'],
      ['me', 'resources/read', 'ok'],
    ]);
  });

  it('is paid for like a call', async () => {
    await using platform = await setUp({ rate: { callsPerMinute: 60, burst: 2 } });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await platform.read(platform.operator));
    expect(answers).toContain('rate_limited');
  });
});
