import { describe, expect, it } from 'vitest';
import { openEmulatedGateway, openLyingVendors } from '../../../../test/support/emulated-gateway.ts';
import { listItems } from './list-items.ts';

describe('sample_list_items', () => {
  it('gives as many items as are asked for', async () => {
    await using gateway = await openEmulatedGateway(await openLyingVendors());

    const { answer } = await gateway.call(listItems, { limit: 2 });

    expect(answer).toMatchObject({ items: [{ name: 'Earl Grey' }, { name: 'Lapsang Souchong' }], mode: 'mock' });
  });

  it('refuses a limit that cannot be, before Sample is asked', async () => {
    const vendors = await openLyingVendors();
    await using gateway = await openEmulatedGateway(vendors);

    const { error } = await gateway.call(listItems, { limit: 0 });

    expect([error?.code, vendors.asked]).toEqual(['invalid_input', 0]);
  });
});
