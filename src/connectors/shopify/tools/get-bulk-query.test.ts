import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { createFakeClock } from '../../../../test/support/fake-clock.ts';
import type { Wire } from '../../../kernel/wire.ts';
import { signed } from '../../../outbound/signer.ts';
import { openEmulator } from '../emulator/emulator.ts';
import { getBulkQuery } from './get-bulk-query.ts';
import { startBulkQuery } from './start-bulk-query.ts';

const nested = '{ products { edges { node { id title variants { edges { node { id sku } } } } } } }';

describe('a bulk query', () => {
  it('runs for a while, and then gives all rows with their parents', async () => {
    const shop = connectShop();

    const { id } = await shop.call(startBulkQuery, { query: nested });
    const running = await shop.call(getBulkQuery, { id });
    await shop.clock.advance(11_000);
    const done = await shop.call(getBulkQuery, { id });

    expect(running).toMatchObject({ status: 'running', rows: [] });
    expect(done.status).toBe('completed');
    expect(done.rows).toHaveLength(done.objectCount);
    const variants = done.rows.filter(({ parentId }) => parentId !== undefined);
    expect(variants[0]).toMatchObject({
      parentId: 'gid://shopify/Product/8100000000001',
      json: expect.stringContaining('sku'),
    });
    expect(done.nextCursor).toBeUndefined();
  });

  it('goes on where a cursor says, and only where a row begins', async () => {
    const shop = connectShop();
    const all = await shop.call(getBulkQuery, { id: '8100000000001' });
    const first = JSON.stringify(JSON.parse(all.rows[0]?.json ?? '')).length + 1;

    const rest = await shop.call(getBulkQuery, { id: '8100000000001', cursor: String(first) });

    expect(rest.rows).toEqual(all.rows.slice(1));
    await expect(shop.call(getBulkQuery, { id: '8100000000001', cursor: String(first - 3) })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each([
    ['mutation M { productDelete(input: {id: "x"}) { deletedProductId } }', /only reads/],
    ['{ shop { name } }', /connection/],
    ['{ orders { edges { node { id email } } } }', /catalogue/],
    [
      '{ collections { edges { node { products { edges { node { variants { edges { node { id } } } } } } } } } }',
      /nested/,
    ],
    ['query Q($n: Int) { products(first: $n) { edges { node { id } } } }', /variables/],
  ])('is not started: %s', async (query, said) => {
    const shop = connectShop();

    await expect(shop.call(startBulkQuery, { query })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(said),
    });
    expect(shop.sent).toEqual([]);
  });

  it('is refused when five are running', async () => {
    const shop = connectShop();
    for (let count = 0; count < 5; count++) await shop.call(startBulkQuery, { query: nested });

    await expect(shop.call(startBulkQuery, { query: nested })).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('already in progress'),
    });
  });

  it('that is not there is not found', async () => {
    await expect(connectShop().call(getBulkQuery, { id: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the host of downloads', () => {
  it('is shown no token by the signer, and refuses a request that shows it one', async () => {
    const emulator = openEmulator({ clock: createFakeClock() });
    const seen: Readonly<Record<string, string>>[] = [];
    const wire: Wire = (request, signal) => {
      seen.push(request.headers);
      return emulator.wire(request, signal);
    };
    const authentication = { kind: 'header', header: 'x-shopify-access-token', secret: 'token' } as const;
    const call = signed(wire, authentication, () => emulator.credentials.SHOPIFY_ACCESS_TOKEN, {
      clock: createFakeClock(),
      origins: [emulator.origin],
    });
    const url = 'https://storage.googleapis.com/emulated-bulk/last-night.jsonl?signed=yes';
    const graphql = {
      method: 'POST',
      url: `${emulator.origin}/admin/api/2026-10/graphql.json`,
      headers: {},
      body: '{}',
    } as const;

    await call(graphql);
    const file = await call({ method: 'GET', url, headers: {}, reading: 'bytes' });
    const leaked = await wire({ method: 'GET', url, headers: { 'x-shopify-access-token': 'x' } });

    expect(seen.map((headers) => 'x-shopify-access-token' in headers)).toEqual([true, false, true]);
    expect([file.status, leaked.status]).toEqual([200, 400]);
  });
});
