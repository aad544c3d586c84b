import { z } from 'zod';
import { defineQuery } from './document.ts';

/** The currency that the shop's prices are in. */
export const shopCurrencyQuery = defineQuery(
  'query ShopCurrency { shop { currencyCode } }',
  z.object({ shop: z.object({ currencyCode: z.string() }) }),
);
