import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getProduct } from './get-product.ts';
import { listLocations } from './list-locations.ts';

const PRODUCT = '8100000000010';

describe('listing locations', () => {
  it('shows where the shop is, and some of the stock of each', async () => {
    const { locations, nextCursor } = await connectShop().call(listLocations, {});

    expect(locations).toHaveLength(3);
    expect(nextCursor).toBeUndefined();
    for (const { stock, address } of locations) {
      expect(stock).toHaveLength(10);
      expect(stock![0]).toMatchObject({ available: expect.any(Number), onHand: expect.any(Number), tracked: true });
      expect(address.countryCode).toBe('IE');
    }
  });

  it('leaves the stock out where none is asked for', async () => {
    const shop = connectShop();
    const { locations } = await shop.call(listLocations, { stockLimit: 0 });

    expect(locations.every(({ stock }) => stock === undefined)).toBe(true);
    expect(shop.sent[0]?.requestedCost).toBe(2 + 50 * 2);
  });

  it('shows where one product is, and agrees with what the product says', async () => {
    const shop = connectShop();
    const { product } = await shop.call(getProduct, { id: PRODUCT });
    const { locations } = await shop.call(listLocations, { productId: PRODUCT, stockLimit: 20 });
    const stock = locations.flatMap((location) => location.stock ?? []);

    expect(stock.every(({ productId }) => productId === product.id)).toBe(true);
    expect(stock.reduce((sum, { available = 0 }) => sum + available, 0)).toBe(product.totalInventory);
  });

  it('shows where one article number is', async () => {
    const shop = connectShop();
    const { variants } = await shop.call(getProduct, { id: PRODUCT });
    const { sku } = variants[0]!;
    const { locations } = await shop.call(listLocations, { sku });

    expect(locations.flatMap(({ stock }) => stock ?? []).map((level) => level.sku)).toContain(sku);
    await expect(shop.call(listLocations, { sku: 'NO-SUCH' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(shop.call(listLocations, { productId: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes through all stock of one location, each record once', async () => {
    const shop = connectShop({ bucket: { maximumAvailable: 20_000, restoreRate: 1_000 } });
    const { locations } = await shop.call(listLocations, { stockLimit: 0 });
    const locationId = locations[0]!.id;
    const seen: string[] = [];
    let stockCursor: string | undefined;
    do {
      const page = await shop.call(listLocations, { locationId, stockLimit: 100, stockCursor });
      seen.push(...(page.locations[0]?.stock ?? []).map(({ inventoryItemId }) => inventoryItemId));
      stockCursor = page.locations[0]?.nextStockCursor;
    } while (stockCursor !== undefined);

    expect(seen.length).toBeGreaterThan(100);
    expect(new Set(seen).size).toBe(seen.length);
    await expect(shop.call(listLocations, { locationId: '404' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    [{ limit: 50, stockLimit: 10 }, /fewer locations/],
    [{ sku: 'A', productId: '1' }, /not both/],
    [{ stockCursor: 'abc=' }, /locationId/],
  ])('refuses %j', (input, reason) => {
    const parsed = listLocations.input.safeParse(input);

    expect(parsed.error?.issues[0]?.message).toMatch(reason);
  });
});
