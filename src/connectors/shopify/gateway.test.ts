import { setImmediate as settle } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openTestGateway } from '../../../test/support/test-gateway.ts';
import { FaultSwitch } from '../../emulation/faults.ts';
import type { Connection } from '../../kernel/connection.ts';
import type { Wire } from '../../kernel/wire.ts';
import { shopify } from './connector.ts';
import { openEmulator } from './emulator/emulator.ts';

const SHOP = 'larkmoor-tea.myshopify.com';
/** Longer than the wait before a second attempt, and shorter than an attempt may take. */
const STEP_MS = 2_000;
const TURNS = 100;

/** The real gateway in front of an emulated shop, whose replies can be lost. */
async function openShopGateway() {
  const faults = new FaultSwitch();
  const configured = shopify.configure({
    value: (name) => (name === 'SHOPIFY_SHOP' ? SHOP : undefined),
    has: () => true,
  });
  if (!('target' in configured)) throw new Error(`Missing: ${configured.missing.join(', ')}`);
  const state = { on: true, mode: 'mock', target: configured.target } as const;
  const connections: Connection[] = [
    { id: 'shopify/default', name: 'default', connector: shopify, credentialVersion: 1, state },
  ];
  const platform = await openTestGateway({ connectors: [shopify], connections });
  const emulator = openEmulator({ clock: platform.clock, faults, shop: SHOP });
  // The shop is built at the first request, which takes a while.
  await emulator.wire({ method: 'GET', url: emulator.origin, headers: {} });
  const wire: Wire = async (request, signal) => {
    const token = emulator.credentials.SHOPIFY_ACCESS_TOKEN ?? '';
    return emulator.wire({ ...request, headers: { ...request.headers, 'x-shopify-access-token': token } }, signal);
  };
  Object.assign(platform.runtime, { wire });
  return Object.assign(platform, {
    /** The vendor does the next call of this operation, and its reply is lost. */
    loseReplyOf: (match: string) => faults.add([{ what: { kind: 'reset' }, isAfter: true, times: 1, match }]),
    async call(tool: string, input: Record<string, unknown>, by = 'admin', idempotencyKey?: string) {
      const principal = platform.principal('admin', undefined, by);
      const calling = platform.gateway.call(platform.request(principal, tool, input, { idempotencyKey }));
      // Read below; it may be settled before.
      calling.catch(() => undefined);
      for (let turn = 0; turn < TURNS; turn += 1) await settle();
      await platform.clock.advance(STEP_MS);
      return JSON.parse((await calling).rendered.json);
    },
  });
}

const EARL_GREY = '8100000000010';

/** A write whose repetition would do more than was asked for, by the operation whose reply is lost; and how to look. */
const SENT_ONCE = [
  {
    operation: 'CreateReturn',
    tool: 'shopify_save_return',
    input: {
      orderId: '8100000001018',
      status: 'open',
      lines: [{ fulfillmentLineItemId: '8100001018000', quantity: 1 }],
    },
    look: ['shopify_list_returns', { orderId: '8100000001018' }],
    finds: { returns: [{ status: 'open', quantity: 1 }] },
  },
  {
    operation: 'CreateAddress',
    tool: 'shopify_save_address',
    input: { customerId: '8100000000002', address: { line1: '3 Mill Lane', city: 'Cork', countryCode: 'IE' } },
    look: ['shopify_get_customer', { id: '8100000000002' }],
    finds: { addresses: [{}, { line1: '3 Mill Lane' }] },
  },
  {
    operation: 'DeleteOptionValues',
    tool: 'shopify_delete_options',
    input: { productId: EARL_GREY, option: 'Size', values: ['250 g'], deletesVariants: 1 },
    look: ['shopify_get_product', { id: EARL_GREY }],
    finds: { variants: [{ title: '50 g' }, { title: '100 g' }] },
  },
  {
    operation: 'DeleteMetafields',
    tool: 'shopify_delete_custom_data',
    input: { ownerId: `gid://shopify/Product/${EARL_GREY}`, fields: [{ key: 'tasting_note' }] },
    look: ['shopify_list_custom_data', { ownerId: `gid://shopify/Product/${EARL_GREY}` }],
    finds: { metafields: [{ key: 'brewing_minutes' }] },
  },
] as const;

describe('a write that is not sent again because it cannot be known what became of it', () => {
  it.each(SENT_ONCE)('$tool was carried out once, and says that its outcome is unknown', async (row) => {
    await using platform = await openShopGateway();
    platform.loseReplyOf(row.operation);

    await expect(platform.call(row.tool, row.input)).rejects.toMatchObject({ code: 'outcome_unknown' });

    const [tool, input] = row.look;
    expect(await platform.call(tool, input)).toMatchObject(row.finds);
  });
});

describe('a write that is sent again because its reply was lost', () => {
  it('tells what was there before the call, not before the second attempt', async () => {
    await using platform = await openShopGateway();
    platform.loseReplyOf('UpdateProductSeo');

    const answer = await platform.call('shopify_update_product_seo', { id: '8100000000010', title: 'Quite new' });

    expect(answer).toMatchObject({ after: { title: 'Quite new' }, changed: true });
    expect(answer.before.title).not.toBe('Quite new');
  });

  it('says of an order that it was changed', async () => {
    await using platform = await openShopGateway();
    platform.loseReplyOf('CloseOrder');

    const input = { id: '8100000001026', status: 'closed' };
    expect(await platform.call('shopify_update_order', input)).toMatchObject({ changed: true });
    expect(await platform.call('shopify_update_order', input)).toMatchObject({ changed: false });
  });

  it('has added an option and its variants once, and tells how many there were', async () => {
    await using platform = await openShopGateway();
    platform.loseReplyOf('CreateOption');

    const input = { productId: EARL_GREY, option: 'Packaging', addValues: ['Bag', 'Tin'], createVariants: true };
    expect(await platform.call('shopify_save_options', input)).toMatchObject({
      variantsBefore: 3,
      variantsNow: 6,
      changed: true,
    });
  });

  it('has renamed an option and its choices, and finds them under their new names', async () => {
    await using platform = await openShopGateway();
    platform.loseReplyOf('UpdateOption');

    const answer = await platform.call('shopify_save_options', {
      productId: EARL_GREY,
      option: 'Size',
      newName: 'Weight',
      renameValues: [{ from: '50 g', to: '50 grams' }],
    });

    expect(answer).toMatchObject({
      options: [{ name: 'Weight', values: [{ name: '50 grams' }, {}, {}] }],
      changed: true,
    });
  });
});

describe('a key that two principals have chosen', () => {
  it('stands for two changes at Shopify, too, each made once', async () => {
    await using platform = await openShopGateway();
    const changes = [{ inventoryItemId: '8100000000028', locationId: '8100000000001', pieces: 20 }];
    const deliver = (by: string) =>
      platform.call('shopify_change_stock', { mode: 'adjust', changes }, by, 'delivery-7');
    const first = await deliver('one');
    platform.loseReplyOf('AdjustStock');

    const other = await deliver('other');

    expect(other.changes[0].after).toBe(first.changes[0].after + 20);
    expect((await deliver('one')).changes).toEqual(first.changes);
    expect((await deliver('other')).changes).toEqual(other.changes);
  });
});
