import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openLivePlatform } from '../../test/support/live-platform.ts';
import { createTemporaryFolder } from '../../test/support/temporary-folder.ts';
import type { PlatformError } from '../kernel/errors.ts';

const SECRET = 'hush-of-the-berlin-shop';
const BERLIN = {
  connector: 'shopify',
  name: 'berlin',
  settings: { SHOPIFY_SHOP: 'berlin.myshopify.com' },
  secrets: { SHOPIFY_ACCESS_TOKEN: SECRET },
};
const ID = { connection: 'shopify/berlin' };

interface Listed {
  readonly connections: readonly { readonly id: string; readonly [member: string]: unknown }[];
}

const open = (environment: Record<string, string> = {}, more: object = {}) =>
  openLivePlatform({ environment, ...more });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: PlatformError) => error,
  );

describe('an added connection', () => {
  it('can be called at once, and is shown with its settings and never with its secrets', async () => {
    await using platform = await open({ MOCK_MODE: 'always' });

    const added = await platform.perform('connections.add', BERLIN);
    const listed = await platform.perform<Listed>('connections.list');
    const answer = await platform.call('shopify_list_locations', { connection: 'berlin' });

    expect(added).toEqual({ id: 'shopify/berlin', on: true, mode: 'mock' });
    expect(listed.connections.find(({ id }) => id === 'shopify/berlin')).toEqual({
      id: 'shopify/berlin',
      connector: 'shopify',
      name: 'berlin',
      definedBy: 'record',
      on: true,
      mode: 'mock',
      settings: { SHOPIFY_SHOP: 'berlin.myshopify.com' },
      secrets: ['SHOPIFY_ACCESS_TOKEN'],
      changedAt: expect.any(String),
    });
    expect(answer.source).toMatchObject({ connector: 'shopify', connection: 'berlin' });
    expect(inspect([added, listed, platform.logged(), platform.registry.connections()], { depth: 9 })).not.toContain(
      'hush',
    );
  });

  it('makes a choice of connection for every tool of its connector, and its removal takes the choice away', async () => {
    await using platform = await open();
    const inputOf = () => {
      const { tools } = platform.gateway.catalog(platform.operator);
      const found = tools.find(({ tool }) => tool.name === 'shopify_list_locations');
      return found?.inputSchema.properties as Record<string, unknown>;
    };
    const view = platform.gateway.catalog(platform.operator);
    expect(platform.gateway.catalog(platform.operator)).toBe(view);
    expect(inputOf()).not.toHaveProperty('connection');

    await platform.perform('connections.add', { ...BERLIN, mock: true });
    expect(inputOf()).toMatchObject({ connection: { enum: ['default', 'berlin'] } });
    expect(platform.gateway.catalog(platform.operator)).not.toBe(view);

    await platform.perform('connections.remove', ID);
    expect(inputOf()).not.toHaveProperty('connection');
    expect(await refusal(platform.call('shopify_list_locations', { connection: 'berlin' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('is there after a restart, and off with words under another encryption key', async () => {
    using folder = createTemporaryFolder();
    const options = { folder: folder.path };
    {
      await using platform = await open({}, options);
      await platform.perform('connections.add', BERLIN);
    }
    {
      await using platform = await open({}, options);
      expect((await platform.perform<Listed>('connections.list')).connections).toContainEqual(
        expect.objectContaining({ id: 'shopify/berlin', on: true, mode: 'live' }),
      );
    }
    await using platform = await open(
      {},
      { ...options, encryptionKey: 'another key for tests, as long as it must be' },
    );

    expect((await platform.perform<Listed>('connections.list')).connections).toContainEqual(
      expect.objectContaining({
        on: false,
        because: 'Its secrets were sealed with another key; set them again: SHOPIFY_ACCESS_TOKEN.',
      }),
    );
    expect(await refusal(platform.perform('connections.set', { ...ID, settings: {} }))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('give all of them anew: SHOPIFY_ACCESS_TOKEN'),
    });
    expect(
      await platform.perform('connections.set', { ...ID, secrets: { SHOPIFY_ACCESS_TOKEN: 'shpat_new' } }),
    ).toMatchObject({ on: true, mode: 'live' });
  });

  it('lies sealed in the database', async () => {
    using folder = createTemporaryFolder();
    await using platform = await open({}, { folder: folder.path });
    await platform.perform('connections.add', BERLIN);

    const { readdirSync, readFileSync } = await import('node:fs');
    const bytes = readdirSync(folder.path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.startsWith('platform.db'))
      .map(({ name }) => readFileSync(`${folder.path}/${name}`, 'latin1'))
      .join('');

    expect(bytes).toContain('berlin.myshopify.com');
    expect(bytes).not.toContain('hush');
  });

  it('that changes is another: its circuit is closed, its cache empty, its version higher; the others stay', async () => {
    await using platform = await open();
    await platform.perform('connections.add', { ...BERLIN, mock: true });
    await platform.perform('circuits.open', ID);
    await platform.perform('circuits.open', { connection: 'shopify/default' });

    await platform.perform('connections.set', { ...ID, settings: { SHOPIFY_SHOP: 'bremen.myshopify.com' } });

    const { circuits } = await platform.perform<{ circuits: { connection: string; state: string }[] }>('circuits.list');
    expect(circuits.map(({ connection, state }) => [connection, state])).toEqual([
      ['shopify/default', 'open'],
      ['shopify/berlin', 'closed'],
    ]);
    const before = await platform.call('shopify_list_products', { connection: 'berlin', limit: 1 });
    await platform.perform('connections.set', { ...ID, settings: { SHOPIFY_SHOP: 'berlin.myshopify.com' } });
    const after = await platform.call('shopify_list_products', { connection: 'berlin', limit: 1 });
    expect(Date.parse(after.source.fetchedAt)).toBeGreaterThan(Date.parse(before.source.fetchedAt));
  });

  it('is audited by its name, with no secret in the row', async () => {
    await using platform = await open();
    await platform.perform('connections.add', BERLIN);
    await platform.perform('connections.remove', ID);

    const { rows } = await platform.perform<{ rows: readonly object[] }>('audit.list', { limit: 10 });

    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: 'connections.add', detail: 'shopify/berlin', outcome: 'ok' }),
        expect.objectContaining({ subject: 'connections.remove', detail: 'shopify/berlin', outcome: 'ok' }),
      ]),
    );
    expect(inspect(rows, { depth: 9 })).not.toContain('hush');
  });
});

describe('what is asked for wrongly', () => {
  const wrong: readonly [string, object, string][] = [
    ['an unknown connector', { ...BERLIN, connector: 'shopfiy' }, 'There is no such connector; known are shopify'],
    [
      'the name of the environment’s own',
      { ...BERLIN, name: 'default' },
      'define shopify/default; choose another name',
    ],
    ['a name with a slash', { ...BERLIN, name: 'a/../b' }, 'lower-case letters, digits and hyphens'],
    ['a name with a line break', { ...BERLIN, name: 'a\r\nb' }, 'lower-case letters, digits and hyphens'],
    ['a name that is too long', { ...BERLIN, name: 'a'.repeat(41) }, 'lower-case letters, digits and hyphens'],
    ['an unknown setting', { ...BERLIN, settings: { SHOPIFY_SHPO: 'x' } }, 'did you mean SHOPIFY_SHOP?'],
    [
      'a secret among the settings',
      { ...BERLIN, settings: { SHOPIFY_ACCESS_TOKEN: SECRET } },
      'is a secret; give it as one',
    ],
    [
      'a setting among the secrets',
      { ...BERLIN, secrets: { SHOPIFY_SHOP: 'x' } },
      'is no secret; give it with the settings',
    ],
    ['a setting of the platform', { ...BERLIN, settings: { DATA_DIR: '/' } }, 'is no setting of Shopify'],
    [
      'a value that cannot be',
      { ...BERLIN, settings: { SHOPIFY_SHOP: 'https://evil.example' } },
      'SHOPIFY_SHOP is not the name of a shop',
    ],
    [
      'a choice that there is not',
      { ...BERLIN, settings: { SHOPIFY_API_VERSION: '1999-01' } },
      'SHOPIFY_API_VERSION is "1999-01"',
    ],
    ['a secret of two lines', { ...BERLIN, secrets: { SHOPIFY_ACCESS_TOKEN: 'hush\r\nx: y' } }, 'write it on one line'],
    ['another field', { ...BERLIN, id: 'x' }, 'id'],
  ];

  it('is refused whole, in the words of the start, and nothing is kept', async () => {
    await using platform = await open();

    for (const [what, input, told] of wrong) {
      const error = await refusal(platform.perform('connections.add', input));
      expect(error, what).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(told) });
      expect(inspect(error, { depth: 9 }), what).not.toContain('hush');
    }
    await platform.perform('connections.add', BERLIN);
    expect(await refusal(platform.perform('connections.add', BERLIN))).toMatchObject({
      message: expect.stringContaining('exists already'),
    });
    expect(await refusal(platform.perform('connections.set', ID))).toMatchObject({ code: 'invalid_input' });
    for (const action of ['connections.set', 'connections.remove']) {
      const more = action === 'connections.set' ? { mock: true } : {};
      expect(await refusal(platform.perform(action, { connection: 'shopify/berlni', ...more }))).toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('Did you mean shopify/berlin?'),
      });
      expect(await refusal(platform.perform(action, { connection: 'shopify/default', ...more }))).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('change it there and restart'),
      });
    }
    const { connections } = await platform.perform<Listed>('connections.list');
    expect(connections.map(({ id }) => id)).toEqual(['shopify/default', 'shopify/berlin']);
  });
});

describe('the mode of an added connection', () => {
  const bare = { connector: 'shopify', name: 'bare' };
  // biome-ignore format: a table is read in columns
  it.each([
    ['without credentials is mock outside production', {},                      bare,                    { on: true, mode: 'mock' }],
    ['with credentials is live',                       {},                      BERLIN,                  { on: true, mode: 'live' }],
    ['with credentials is mock where that is asked',   {},                      { ...BERLIN, mock: true }, { on: true, mode: 'mock' }],
    ['without credentials is off where mocks are not', { MOCK_MODE: 'never' },  bare,                    { on: false, because: expect.stringContaining('set SHOPIFY_SHOP and SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET with `mcp-platform connections set shopify/bare`') }],
    ['is off where a mock is asked and forbidden',     { MOCK_MODE: 'never' },  { ...BERLIN, mock: true }, { on: false, because: expect.stringContaining('MOCK_MODE=never forbids') }],
  ])('%s', async (_what, environment, input, expected) => {
    await using platform = await open(environment);

    expect(await platform.perform('connections.add', input)).toMatchObject(expected);
  });
});

it('a connection is tested by name', async () => {
  await using platform = await open();
  await platform.perform('connections.add', { ...BERLIN, mock: true });

  expect(await platform.perform('connections.test', ID)).toMatchObject({ ...ID, mode: 'mock', state: 'ok' });
  expect(await refusal(platform.perform('connections.test', { connection: 'shopify/berlni' }))).toMatchObject({
    code: 'not_found',
  });
});
