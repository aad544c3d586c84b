import { expect, it } from 'vitest';
import { connectShop } from '../../../../test/support/connected-shop.ts';
import { metaobjectStateQuery } from './custom-data.ts';
import { discountByCodeQuery } from './discount.ts';

const HANDLE = { handle: { type: 'tea_garden', handle: 'makaibari' } };

it('what an app may not read is not taken for what is not there', async () => {
  const upstream = connectShop({ scopes: [] }).upstream();

  const denied = { code: 'upstream_permission' };
  await expect(upstream.query(discountByCodeQuery, { code: 'FRIDAY20' })).rejects.toMatchObject(denied);
  await expect(upstream.query(metaobjectStateQuery, HANDLE)).rejects.toMatchObject(denied);
});
