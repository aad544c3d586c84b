import { describe, expect, it } from 'vitest';
import { acme, acmeConnection } from '../../test/support/acme.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import type { GrantLimits } from '../access/grants.ts';
import type { RoleName } from '../access/roles.ts';
import type { Connection } from '../kernel/connection.ts';
import { Catalog } from './catalog.ts';
import { ConnectionRuntimes } from './connection-runtime.ts';

const READS = ['acme_get_row', 'acme_list_my_rows', 'acme_list_rows'];
const WRITES = ['acme_rename_row', 'acme_set_row'];
const off = (name: string) => acmeConnection(name, { on: false, because: 'Acme is off.' });

/** What a role with limits sees of acme with these connections. */
async function setUp(connections: readonly Connection[] = [acmeConnection()]) {
  const platform = await openTestGateway({ connections });
  const view = (role: RoleName, limits?: GrantLimits) => platform.catalog.view(platform.principal(role, limits));
  const toolsetsOf = (role: RoleName, limits?: GrantLimits) =>
    Map.groupBy(view(role, limits).tools, ({ toolset }) => toolset ?? 'platform');
  const namesOf = (toolset: string) => (role: RoleName, limits?: GrantLimits) =>
    (toolsetsOf(role, limits).get(toolset) ?? []).map(({ tool }) => tool.name);
  const argumentsOf = (name: string, role: RoleName = 'admin', limits?: GrantLimits) =>
    view(role, limits).tools.find(({ tool }) => tool.name === name)?.inputSchema.properties as Record<string, unknown>;
  return Object.assign(platform, { view, names: namesOf('acme'), ownNames: namesOf('platform'), argumentsOf });
}

describe('the catalog of a grant', () => {
  it('lists by name what the role permits, and nothing else', async () => {
    await using platform = await setUp();

    expect(platform.names('admin')).toEqual([...READS, ...WRITES]);
    expect(platform.names('viewer')).toEqual(READS);
  });

  it('lists only the tools that the grant is limited to', async () => {
    await using platform = await setUp();

    expect(platform.names('admin', { tools: ['acme_set_row', 'other_*'] })).toEqual(['acme_set_row']);
    expect(platform.names('viewer', { tools: ['acme_set_row'] })).toEqual([]);
  });

  it('lists the platform’s own tools to every role, whatever the grant is limited to', async () => {
    await using platform = await setUp([off('default')]);
    const own = ['call_read_tool', 'describe_tool', 'search_tools'];

    expect(platform.ownNames('viewer')).toEqual(own);
    expect(platform.ownNames('admin', { tools: ['acme_set_row'], connections: ['acme/second'] })).toEqual(own);
  });

  it('lists nothing of connections that the grant does not reach', async () => {
    await using platform = await setUp();
    expect(platform.names('admin', { connections: ['acme/second'] })).toEqual([]);
  });

  it('lists nothing of a connector whose connections are off, or that has none', async () => {
    await using allOff = await setUp([off('default')]);
    await using none = await setUp([]);
    expect([allOff.names('admin'), none.names('admin')]).toEqual([[], []]);
  });

  it('offers a choice of connection where there is one, of those that are on and in reach', async () => {
    await using platform = await setUp([
      acmeConnection(),
      off('broken'),
      acmeConnection('second'),
      acmeConnection('third'),
    ]);
    const offered = (limits?: GrantLimits) => {
      const { connection } = platform.argumentsOf('acme_list_rows', 'admin', limits);
      return (connection as { enum?: string[] } | undefined)?.enum;
    };

    expect(offered()).toEqual(['default', 'second', 'third']);
    expect(offered({ connections: ['acme/second', 'acme/broken', 'acme/third'] })).toEqual(['second', 'third']);
    expect(offered({ connections: ['acme/second', 'acme/broken'] })).toBeUndefined();
  });

  it('leads a call without a connection to one that it lists', async () => {
    await using platform = await setUp([off('default'), acmeConnection('second')]);
    const who = platform.principal('admin');
    expect(platform.argumentsOf('acme_list_rows')).not.toHaveProperty('connection');

    const { rendered } = await platform.gateway.call(platform.request(who, 'acme_list_rows', {}));

    expect(JSON.parse(rendered.json).source.connection).toBe('second');
  });

  it('offers an idempotency key for writes alone', async () => {
    await using platform = await setUp();
    for (const name of WRITES) expect(platform.argumentsOf(name)).toHaveProperty('idempotencyKey');
    for (const name of READS) expect(platform.argumentsOf(name)).not.toHaveProperty('idempotencyKey');
  });

  it('is one object for equal grants, and shares output schemas with all others', async () => {
    await using platform = await setUp();
    const limits = { tools: ['acme_list_rows', 'acme_get_row'] };

    const one = platform.view('admin', limits);
    const equal = platform.view('admin', { tools: [...limits.tools].reverse() });
    const another = platform.view('analyst', limits);

    expect(equal).toBe(one);
    expect(another).not.toBe(one);
    for (const [at, { outputSchema }] of one.tools.entries())
      expect(another.tools[at]?.outputSchema).toBe(outputSchema);
  });
});

describe('the catalog', () => {
  it('refuses two connectors with a tool of the same name', () => {
    const twin = { ...acme, id: 'twin' };
    expect(() => new Catalog([acme, twin], new ConnectionRuntimes([]))).toThrow(TypeError);
  });

  it('finds tools by exact name alone', () => {
    const catalog = new Catalog([acme], new ConnectionRuntimes([]));
    expect(catalog.find('acme_list_rows')?.name).toBe('acme_list_rows');
    for (const name of ['ACME_LIST_ROWS', 'acme_list_rows ', '__proto__', 'constructor', '']) {
      expect(catalog.find(name)).toBeUndefined();
    }
  });
});
