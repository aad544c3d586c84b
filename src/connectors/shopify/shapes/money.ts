import { z } from 'zod';

/** An amount as tools give it. */
export const Money = z.object({
  amount: z.string().describe('Decimal number as text, exactly as Shopify gives it.'),
  currency: z.string().describe('ISO 4217 code.'),
});

export type Money = z.output<typeof Money>;

/** `MoneyV2` of Shopify. */
export const ShopifyMoney = z.object({ amount: z.string(), currencyCode: z.string() });

/** `MoneyBag` of Shopify, of which the shop's own currency is read. */
export const ShopifyMoneyBag = z.object({ shopMoney: ShopifyMoney });

/** Selection of a `MoneyBag`; costs 2 points. */
export const MONEY_BAG = '{ shopMoney { amount currencyCode } }';

export function toMoney({ amount, currencyCode }: z.output<typeof ShopifyMoney>): Money {
  return { amount, currency: currencyCode };
}

/** Gives what an amount comes to in the shop's own currency. */
export function toShopMoney({ shopMoney }: z.output<typeof ShopifyMoneyBag>): Money {
  return toMoney(shopMoney);
}
