import { z } from 'zod';
import { toNumber } from '../input/gid.ts';
import { given, toWord } from './words.ts';

const SHARED = 'title status startsAt endsAt asyncUsageCount';
const CODE = `${SHARED} usageLimit appliesOncePerCustomer codesCount { count } codes(first: 1) { nodes { code } }`;

/** What is shown of each kind of discount: an app's own says nothing of what it gives. */
const KINDS: Readonly<Record<string, string>> = {
  DiscountCodeBasic: `${CODE} summary`,
  DiscountCodeBxgy: `${CODE} summary`,
  DiscountCodeFreeShipping: `${CODE} summary`,
  DiscountCodeApp: CODE,
  DiscountAutomaticBasic: `${SHARED} summary`,
  DiscountAutomaticBxgy: `${SHARED} summary`,
  DiscountAutomaticFreeShipping: `${SHARED} summary`,
  DiscountAutomaticApp: SHARED,
};

/** Selection of a discount of the given kinds, all by default. Costs `DISCOUNT_PARTS_COST` and one for the discount itself. */
export function discountSelection(isKind: (kind: string) => boolean = () => true): string {
  const parts = Object.entries(KINDS).filter(([kind]) => isKind(kind));
  return `{ __typename ${parts.map(([kind, fields]) => `... on ${kind} { ${fields} }`).join(' ')} }`;
}

/** The number of codes, and the first of them. */
export const DISCOUNT_PARTS_COST = 1 + (2 + 1);

export const ShopifyDiscount = z.object({
  __typename: z.string(),
  title: z.string(),
  status: z.string(),
  startsAt: z.string(),
  endsAt: z.string().nullish(),
  asyncUsageCount: z.number().int(),
  summary: z.string().optional(),
  usageLimit: z.number().int().nullish(),
  appliesOncePerCustomer: z.boolean().optional(),
  codesCount: z.object({ count: z.number().int() }).nullish(),
  codes: z.object({ nodes: z.array(z.object({ code: z.string() })) }).optional(),
});

export const Discount = z.object({
  id: z.string().describe('Global id, as shopify_save_discount takes it.'),
  title: z.string().describe('Name; of a code usually the code itself.'),
  method: z.string().describe('code or automatic.'),
  kind: z.string().describe('basic, bxgy (buy some, get some), free_shipping or app.'),
  status: z.string().describe('active, scheduled or expired; one switched off is expired.'),
  summary: z.string().optional().describe('What it gives, in the words of Shopify.'),
  code: z.string().optional().describe('Its code, the first where it has several.'),
  codeCount: z.number().int().optional().describe('How many codes it has.'),
  startsAt: z.string().describe('ISO 8601.'),
  endsAt: z.string().optional().describe('ISO 8601; absent when it has no end.'),
  used: z.number().int().describe('How often it was used.'),
  usageLimit: z.number().int().optional().describe('How often it can be used; absent without a limit.'),
  oncePerCustomer: z.boolean().optional().describe('Whether each customer can use it once.'),
});

/** Gives a discount as tools show it; the id is the one that its switches take. */
export function toDiscount(id: string, discount: z.output<typeof ShopifyDiscount>): z.output<typeof Discount> {
  const isCode = discount.__typename.startsWith('DiscountCode');
  const method = isCode ? 'Code' : 'Automatic';
  return {
    id: `gid://shopify/Discount${method}Node/${toNumber(id)}`,
    title: discount.title,
    method: method.toLowerCase(),
    kind: KIND_WORDS[discount.__typename.slice(`Discount${method}`.length)] ?? 'other',
    status: toWord(discount.status),
    summary: discount.summary,
    code: discount.codes?.nodes[0]?.code,
    codeCount: discount.codesCount?.count,
    startsAt: discount.startsAt,
    endsAt: given(discount.endsAt),
    used: discount.asyncUsageCount,
    usageLimit: given(discount.usageLimit),
    oncePerCustomer: discount.appliesOncePerCustomer,
  };
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  Basic: 'basic',
  Bxgy: 'bxgy',
  FreeShipping: 'free_shipping',
  App: 'app',
};
