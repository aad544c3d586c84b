import { describe, expect, it } from 'vitest';
import { openEmulatedGateway, openLyingVendors } from '../../../../test/support/emulated-gateway.ts';
import { listItems } from './list-items.ts';

describe('sample_list_items', () => {
  it('gives as many items as are asked for, and goes on from there', async () => {
    await using gateway = await openEmulatedGateway(await openLyingVendors());

    const { answer } = await gateway.call(listItems, { limit: 2 });
    const rest = await gateway.call(listItems, { limit: 2, cursor: answer?.nextCursor });

    expect(answer).toMatchObject({ items: [{ name: 'Earl Grey' }, { name: 'Lapsang Souchong' }], mode: 'mock' });
    expect(rest.answer).toMatchObject({ items: [{ name: 'Sencha' }] });
    expect(rest.answer).not.toHaveProperty('nextCursor');
  });

  it('refuses a limit that cannot be, before Sample is asked', async () => {
    const vendors = await openLyingVendors();
    await using gateway = await openEmulatedGateway(vendors);

    const { error } = await gateway.call(listItems, { limit: 0 });

    expect([error?.code, vendors.asked]).toEqual(['invalid_input', 0]);
  });
});
