import { describe, expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { getShop } from './get-shop.ts';

describe('getting the shop', () => {
  it('says what it is, what the app may do, and which versions there are', async () => {
    const answer = await connectShop().call(getShop, {});

    expect(answer.shop).toMatchObject({ currency: 'EUR', timeZone: 'Europe/Dublin', plan: 'Basic' });
    expect(answer.scopes).toContain('write_products');
    expect(answer.supportedApiVersions).toContain(answer.apiVersion);
    expect(answer.themes?.find(({ role }) => role === 'main')?.name).toBe('Larkmoor (Dawn 15)');
    expect(answer.notices).toBeUndefined();
  });

  it('leaves the themes out without the scope for them, and says so', async () => {
    const answer = await connectShop({ scopes: ['read_products'] }).call(getShop, {});

    expect(answer.themes).toBeUndefined();
    expect(answer.notices).toEqual([expect.stringContaining('read_themes')]);
  });
});
