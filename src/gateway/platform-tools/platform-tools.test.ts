import { describe, expect, it } from 'vitest';
import { acmeConnection } from '../../../test/support/acme.ts';
import { expectToObey } from '../../../test/support/answer-checks.ts';
import { openTestGateway, type TestGatewayOptions } from '../../../test/support/test-gateway.ts';
import type { GrantLimits } from '../../access/grants.ts';
import type { RoleName } from '../../access/roles.ts';
import type { PlatformError } from '../../kernel/errors.ts';

const READ = 'acme_list_rows';
const WRITE = 'acme_rename_row';

async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway(options);
  const as = (role: RoleName, limits?: GrantLimits) => ({
    /** The answer, held against its published schema. */
    async call(tool: string, input: unknown) {
      const who = platform.principal(role, limits);
      const { rendered } = await platform.gateway.call(platform.request(who, tool, input));
      const answer = JSON.parse(rendered.json);
      const listing = platform.gateway.catalog(who).tools.find((one) => one.tool.name === tool);
      expectToObey(listing?.outputSchema, answer);
      return answer;
    },
    refusal: (tool: string, input: unknown): Promise<PlatformError> =>
      platform.gateway.call(platform.request(platform.principal(role, limits), tool, input)).then(
        () => Promise.reject(new Error('It was not refused.')),
        (error) => error,
      ),
    async found(query: string) {
      const { tools } = await this.call('search_tools', { query });
      return tools.map(({ name }: { name: string }) => name);
    },
  });
  const lastRow = async () => {
    await platform.trail.flush();
    return (await platform.audits.find({ limit: 1 }))[0];
  };
  return Object.assign(platform, { as, lastRow });
}

describe('search_tools', () => {
  it('gives what the caller may call, with effect, toolset and arguments, and says where its answer comes from', async () => {
    await using platform = await setUp();

    const answer = await platform.as('admin').call('search_tools', { query: 'rename a row' });

    expect(answer.tools[0]).toMatchObject({
      name: WRITE,
      effect: 'write',
      toolset: 'acme',
      arguments: ['id', 'name', 'idempotencyKey'],
      required: ['id', 'name'],
    });
    expect(answer).toMatchObject({ mode: 'live', source: { connector: 'platform', connection: 'default' } });
    expect(platform.vendor.requests).toHaveLength(0);
  });

  it('never gives what the caller may not call', async () => {
    await using platform = await setUp();

    expect(await platform.as('viewer').found('row')).not.toContain(WRITE);
    expect(await platform.as('admin', { tools: [READ] }).found('row')).toEqual([READ]);
    expect(await platform.as('admin', { connections: ['acme/other'] }).found('row')).toEqual([]);
    expect(await platform.as('admin', { tools: [] }).found('row')).toEqual([]);
  });

  it('does not find itself', async () => {
    await using platform = await setUp();
    expect(await platform.as('admin').found('search describe tools')).toEqual([]);
  });

  it.each([{}, { query: '' }, { query: ' ' }, { query: 'a'.repeat(201) }, { query: 'rows', toolset: 'nobody' }])(
    'refuses %j',
    async (input) => {
      await using platform = await setUp();
      expect((await platform.as('admin').refusal('search_tools', input)).code).toBe('invalid_input');
    },
  );
});

describe('describe_tool', () => {
  it('gives the whole schemas, as the caller’s own catalog has them', async () => {
    await using platform = await setUp({ connections: [acmeConnection(), acmeConnection('second')] });

    const answer = await platform.as('viewer').call('describe_tool', { name: READ });

    expect(answer).toMatchObject({
      name: READ,
      connector: 'acme',
      toolset: 'acme',
      effect: 'read',
      permission: 'acme.rows.read',
      examples: [{ title: 'Two rows', input: { limit: 2 } }],
      inputSchema: { properties: { limit: { maximum: 5_000 }, connection: { enum: ['default', 'second'] } } },
      outputSchema: { properties: { rows: { items: { properties: { owner: { type: 'string' } } } } } },
    });
  });

  it('refuses with the reason: no such tool, no permission, another choice of tools, a connection that is off', async () => {
    const off = acmeConnection('default', { on: false, because: 'Acme is off.' });
    await using platform = await setUp();
    await using without = await setUp({ connections: [off] });
    const { as } = platform;

    expect(await as('admin').refusal('describe_tool', { name: 'acme_list_row' })).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('Did you mean acme_list_rows?'),
    });
    expect((await as('admin').refusal('describe_tool', { name: 'nothing_like_it' })).message).toContain('search_tools');
    expect(await as('viewer').refusal('describe_tool', { name: WRITE })).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('acme.rows.write'),
    });
    expect((await as('admin', { tools: [READ] }).refusal('describe_tool', { name: WRITE })).code).toBe('forbidden');
    expect((await without.as('admin').refusal('describe_tool', { name: READ })).code).toBe('not_found');
  });

  it.each([{}, { name: 7 }, { name: 'a'.repeat(65) }, { name: '__proto__\n' }, { name: READ, names: [] }])(
    'refuses %j',
    async (input) => {
      await using platform = await setUp();
      expect((await platform.as('admin').refusal('describe_tool', input)).code).toBe('invalid_input');
    },
  );
});

describe('call_read_tool', () => {
  it('is a call of the tool itself: the same answer from the same cache, recorded under its name', async () => {
    await using platform = await setUp();
    const { call } = platform.as('admin');

    const direct = await call(READ, { limit: 2 });
    expect((await platform.lastRow())?.detail).toBeUndefined();
    const answer = await call('call_read_tool', { name: READ, arguments: { limit: 2 } });

    expect(answer).toEqual(direct);
    expect(platform.vendor.requests).toHaveLength(1);
    expect(await platform.lastRow()).toMatchObject({
      subject: READ,
      outcome: 'ok',
      answeredBy: 'hit',
      connection: 'acme/default',
      detail: 'through call_read_tool',
    });
  });

  it('takes one call from the rate', async () => {
    await using platform = await setUp({ rate: { callsPerMinute: 1, burst: 2 } });
    const { call, refusal } = platform.as('admin');

    await call('call_read_tool', { name: READ });
    await call('call_read_tool', { name: READ });

    expect((await refusal('call_read_tool', { name: READ })).code).toBe('rate_limited');
  });

  it('masks what the caller may not see', async () => {
    await using platform = await setUp();
    const { rows } = await platform.as('viewer').call('call_read_tool', { name: READ, arguments: { limit: 1 } });
    expect(rows).toEqual([{ id: 'row-0', owner: '[masked]' }]);
  });

  it('refuses as the tool itself what the caller may not call, and arguments that do not fit', async () => {
    await using platform = await setUp();
    const limited = platform.as('admin', { tools: [WRITE] });

    expect((await limited.refusal('call_read_tool', { name: READ })).code).toBe('forbidden');
    expect(await platform.lastRow()).toMatchObject({ subject: READ, outcome: 'forbidden' });
    expect(await platform.as('admin').refusal('call_read_tool', { name: READ, arguments: { limit: 0 } })).toMatchObject(
      {
        code: 'invalid_input',
        details: { issues: [{ path: 'limit' }] },
      },
    );
    expect(platform.vendor.requests).toHaveLength(0);
  });

  it('never writes, and says where the tool is listed', async () => {
    await using platform = await setUp();

    const error = await platform
      .as('admin')
      .refusal('call_read_tool', { name: WRITE, arguments: { id: '1', name: 'A' } });

    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('/mcp/acme') });
    expect(await platform.lastRow()).toMatchObject({ subject: 'call_read_tool', outcome: 'invalid_input' });
    expect(platform.vendor.requests).toHaveLength(0);
  });

  it('reaches the platform’s own tools, and not itself', async () => {
    await using platform = await setUp();
    const { call, refusal } = platform.as('admin');

    expect((await call('call_read_tool', { name: 'describe_tool', arguments: { name: READ } })).name).toBe(READ);
    expect(await refusal('call_read_tool', { name: 'call_read_tool' })).toMatchObject({
      code: 'invalid_input',
      message: 'Call call_read_tool by its own name.',
    });
  });

  it.each([
    {},
    { name: READ, arguments: [] },
    { name: READ, arguments: 'limit=2' },
    { name: READ, limit: 2 },
    { name: `${READ}\u0000` },
  ])('refuses %j', async (input) => {
    await using platform = await setUp();
    expect((await platform.as('admin').refusal('call_read_tool', input)).code).toBe('invalid_input');
    expect(platform.vendor.requests).toHaveLength(0);
  });
});
