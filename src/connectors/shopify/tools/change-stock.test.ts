import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { FaultSwitch } from '../../../emulation/faults.ts';
import type { ToolContext } from '../../../kernel/tool.ts';
import { changeStock } from './change-stock.ts';
import { listLocations } from './list-locations.ts';

const item = '8100000000028';
const [cork, dublin] = ['8100000000001', '8100000000002'];
const change = (locationId: string | undefined, pieces: number, expected?: number) => ({
  inventoryItemId: item,
  locationId,
  pieces,
  ...(expected === undefined ? {} : { expected }),
});

function open() {
  const shop = connectShop();
  const available = async (locationId: string | undefined) => {
    const { locations } = await shop.call(listLocations, { locationId, productId: '8100000000010' });
    return locations[0]?.stock?.find(({ inventoryItemId }) => inventoryItemId.endsWith(item))?.available;
  };
  return { shop, available };
}

describe('changing stock', () => {
  it('adds, takes and counts anew', async () => {
    const { shop, available } = open();

    const added = await shop.call(changeStock, {
      mode: 'adjust',
      reason: 'received',
      changes: [change(cork, 20, 107)],
    });
    await shop.call(changeStock, { mode: 'adjust', changes: [change(cork, -7)] });
    const after = await available(cork);
    const counted = await shop.call(changeStock, { mode: 'set', quantity: 'on_hand', changes: [change(cork, 100)] });

    expect(added.changes).toMatchObject([{ delta: 20, after: 127 }]);
    expect(after).toBe(120);
    expect(counted.changes).toMatchObject([{ after: 100 }]);
  });

  it('moves pieces from place to place in one change', async () => {
    const { shop, available } = open();

    await shop.call(changeStock, { mode: 'adjust', changes: [change(cork, -5), change(dublin, 5)] });

    expect([await available(cork), await available(dublin)]).toEqual([102, 20]);
  });

  it('is refused as a whole when the stock is not what was expected, and says which', async () => {
    const { shop, available } = open();

    await expect(
      shop.call(changeStock, { mode: 'set', changes: [change(dublin, 3, 15), change(cork, 1, 99)] }),
    ).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: 'The stock has changed meanwhile; nothing was done.',
      details: {
        issues: [{ path: 'changes.1.expected', message: expect.stringContaining('no longer 99') }],
        sent: 'no',
      },
    });
    expect([await available(cork), await available(dublin)]).toEqual([107, 15]);
  });

  it('is made once however often the call is sent', async () => {
    const { shop, available } = open();
    const context = contextOf(shop, 'delivery 7');
    const input = changeStock.input.parse({ mode: 'adjust', changes: [change(cork, 10)] });

    const first = await changeStock.run(input, shop.upstream(), context);
    const again = await changeStock.run(input, shop.upstream(), context);

    expect(again).toEqual(first);
    expect(await available(cork)).toBe(117);
    const other = changeStock.input.parse({ mode: 'adjust', changes: [change(cork, 11)] });
    await expect(changeStock.run(other, shop.upstream(), context)).rejects.toMatchObject({
      message: expect.stringContaining('idempotency key'),
    });
  });

  it('that broke off after Shopify had made it is not made twice', async () => {
    const faults = new FaultSwitch();
    const shop = connectShop({ faults });
    const context = contextOf(shop, 'delivery 8');
    const input = changeStock.input.parse({ mode: 'adjust', changes: [change(cork, 10)] });
    faults.add([{ what: { kind: 'reset' }, isAfter: true, times: 1, match: 'AdjustStock' }]);

    const failed = await changeStock.run(input, shop.upstream(), context).catch((error: unknown) => error);
    const { changes } = await changeStock.run(input, shop.upstream(), context);

    expect(failed).toMatchObject({ details: { sent: 'unknown' } });
    expect(changes).toMatchObject([{ after: 117 }]);
  });

  it('names the place in the list that Shopify does not know', async () => {
    const { shop } = open();

    await expect(shop.call(changeStock, { mode: 'adjust', changes: [change('404', 1)] })).rejects.toMatchObject({
      details: { issues: [{ path: 'input.changes.0.locationId' }] },
    });
  });

  it.each([
    { mode: 'adjust', changes: [] },
    { mode: 'adjust', quantity: 'on_hand', changes: [change(cork, 1)] },
    { mode: 'set', changes: [change(cork, -1)] },
    { mode: 'adjust', changes: [change(cork, 1.5)] },
    {
      mode: 'adjust',
      changes: [change(cork, 1), { ...change(cork, 2), locationId: `gid://shopify/Location/${cork}` }],
    },
    { mode: 'adjust', reason: 'theft', changes: [change(cork, 1)] },
    { mode: 'adjust', changes: [change('gid://shopify/Product/1', 1)] },
  ])('refuses %j', (input) => {
    expect(changeStock.input.safeParse(input).success).toBe(false);
  });
});

function contextOf({ clock }: ReturnType<typeof connectShop>, idempotencyKey: string): ToolContext {
  const { signal } = new AbortController();
  return { signal, now: clock.now, idempotencyKey, atFirst: (read) => read(), answerWith() {} };
}
