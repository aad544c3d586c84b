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
    async call(tool: string, input: Record<string, unknown>) {
      const calling = platform.gateway.call(platform.request(platform.principal('admin'), tool, input));
      // Read below; it may be settled before.
      calling.catch(() => undefined);
      for (let turn = 0; turn < TURNS; turn += 1) await settle();
      await platform.clock.advance(STEP_MS);
      return JSON.parse((await calling).rendered.json);
    },
  });
}

describe('a write that is not sent again because it cannot be known what became of it', () => {
  it('leaves one return, and says that its outcome is unknown', async () => {
    await using platform = await openShopGateway();
    platform.loseReplyOf('CreateReturn');
    const orderId = '8100000001018';
    const lines = [{ fulfillmentLineItemId: '8100001018000', quantity: 1 }];

    const creating = platform.call('shopify_save_return', { orderId, status: 'open', lines });

    await expect(creating).rejects.toMatchObject({ code: 'outcome_unknown' });
    const { returns, returnable } = await platform.call('shopify_list_returns', { orderId });
    expect(returns).toMatchObject([{ status: 'open', quantity: 1 }]);
    expect(returnable[0].quantity).toBe(1);
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
});
