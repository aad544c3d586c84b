import { describe, expect, it } from 'vitest';
import { openEmulatedGateway, openLyingVendors } from '../../../../test/support/emulated-gateway.ts';
import { listItems } from './list-items.ts';
import { renameItem } from './rename-item.ts';

describe('sample_rename_item', () => {
  it('renames the item and no other', async () => {
    await using gateway = await openEmulatedGateway(await openLyingVendors());

    const { answer } = await gateway.call(renameItem, { id: 'item-2', name: 'Lapsang' });
    const listed = await gateway.call(listItems, {});

    expect(answer).toMatchObject({ item: { id: 'item-2', name: 'Lapsang' } });
    expect(listed.answer).toMatchObject({ items: [{ name: 'Earl Grey' }, { name: 'Lapsang' }, { name: 'Sencha' }] });
  });

  it('says that there is no such item, and that Sample does not take a name', async () => {
    await using gateway = await openEmulatedGateway(await openLyingVendors());

    const unknown = await gateway.call(renameItem, { id: 'item-9', name: 'Assam' });
    const refused = await gateway.call(renameItem, { id: 'item-1', name: ' ' });

    expect(unknown.error).toMatchObject({ code: 'not_found', details: { sent: 'no' } });
    expect(refused.error).toMatchObject({ code: 'upstream_rejected', details: { sent: 'no' } });
  });
});
