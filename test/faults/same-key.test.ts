import { expect, it } from 'vitest';
import { changeStock } from '../../src/connectors/shopify/tools/change-stock.ts';
import { openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';

it('D7: the same key of two principals is two keys at the vendor, which carries out the write of each, once', async () => {
  const { platform } = await openEmulatedGateway(await openLyingVendors());
  await using _ = platform;
  const input = changeStock.examples[0]?.input;
  const stockAfter = async (id: string): Promise<number> => {
    const who = platform.principal('admin', {}, id);
    const ask = platform.request(who, changeStock.name, input, { idempotencyKey: 'the-same' });
    return JSON.parse((await platform.gateway.call(ask)).rendered.json).changes[0].after;
  };

  const ada = await stockAfter('ada');

  expect(await stockAfter('grace')).toBe(ada + 20);
  expect(await stockAfter('ada')).toBe(ada);
});
