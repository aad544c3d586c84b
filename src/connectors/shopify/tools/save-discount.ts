import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { dateField, isDay, toPeriod } from '../input/calendar.ts';
import { lineField } from '../input/plain-text.ts';
import { priceField } from '../input/price.ts';
import { defineMutation, defineQuery, type Mutation } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { DISCOUNT_PARTS_COST, Discount, discountSelection, ShopifyDiscount, toDiscount } from '../shapes/discount.ts';

const Payload = z.object({
  node: z.object({ id: z.string(), discount: ShopifyDiscount }).nullable(),
  userErrors: UserErrors,
});

const CODE_NODE = `node: codeDiscountNode {
  id
  discount: codeDiscount ${discountSelection((kind) => kind.startsWith('DiscountCode'))}
}
userErrors { field message }`;

const AUTOMATIC_NODE = `node: automaticDiscountNode {
  id
  discount: automaticDiscount ${discountSelection((kind) => kind.startsWith('DiscountAutomatic'))}
}
userErrors { field message }`;

export const discountTimeZoneQuery = defineQuery(
  'query DiscountTimeZone { shop { ianaTimezone } }',
  z.object({ shop: z.object({ ianaTimezone: z.string() }) }),
);

export const createDiscountMutation = defineMutation(
  `mutation CreateDiscount($discount: DiscountCodeBasicInput!) {
    payload: discountCodeBasicCreate(basicCodeDiscount: $discount) { ${CODE_NODE} }
  }`,
  z.object({ payload: Payload }),
);

export const activateCodeMutation = defineMutation(
  `mutation ActivateCode($id: ID!) { payload: discountCodeActivate(id: $id) { ${CODE_NODE} } }`,
  z.object({ payload: Payload }),
);

export const deactivateCodeMutation = defineMutation(
  `mutation DeactivateCode($id: ID!) { payload: discountCodeDeactivate(id: $id) { ${CODE_NODE} } }`,
  z.object({ payload: Payload }),
);

export const activateAutomaticMutation = defineMutation(
  `mutation ActivateAutomatic($id: ID!) { payload: discountAutomaticActivate(id: $id) { ${AUTOMATIC_NODE} } }`,
  z.object({ payload: Payload }),
);

export const deactivateAutomaticMutation = defineMutation(
  `mutation DeactivateAutomatic($id: ID!) { payload: discountAutomaticDeactivate(id: $id) { ${AUTOMATIC_NODE} } }`,
  z.object({ payload: Payload }),
);

const DISCOUNT_ID = /^gid:\/\/shopify\/Discount(Code|Automatic)Node\/\d{1,20}$/;

const SaveDiscountInput = z
  .object({
    id: z
      .string()
      .max(100)
      .refine((id) => DISCOUNT_ID.test(id), 'Give the whole id, as shopify_list_discounts gives it.')
      .optional()
      .describe('Discount to switch.'),
    active: z.boolean().optional().describe('With id: on or off.'),
    code: lineField(255, 'New code.').optional(),
    title: lineField(255, 'Name for the staff.').optional(),
    percent: z.number().min(0.01).max(100).optional().describe('Off the order; or amount.'),
    amount: priceField('Off the order, like 5.00.').optional(),
    minimumSubtotal: priceField('Least to buy.').optional(),
    startsAt: dateField('First day or instant.'),
    endsAt: dateField('Last day or instant.'),
    usageLimit: z
      .number()
      .int()
      .min(1)
      .refine((uses) => uses <= 1_000_000_000, 'Give at most 1000000000.')
      .optional()
      .describe('Uses in all.'),
    oncePerCustomer: z.boolean().optional().describe('Each customer once.'),
  })
  .refine(
    ({ id, active, ...rest }) => (id === undefined) === (active === undefined) && (id === undefined || isEmpty(rest)),
    {
      error: 'To switch a discount give id and active alone; to make one leave both out.',
      path: ['id'],
    },
  )
  .refine(
    ({ id, code, percent, amount }) =>
      id !== undefined || (code !== undefined && (percent === undefined) !== (amount === undefined)),
    {
      error: 'A new discount needs a code, and either percent or amount.',
      path: ['code'],
    },
  );

type Input = z.output<typeof SaveDiscountInput>;

/** `shopify_save_discount`: makes a code, or switches any discount on or off. */
export const saveDiscount = defineTool({
  name: 'shopify_save_discount',
  title: 'Create a discount code, or switch one on or off',
  description:
    'Creates a code that takes something off whole orders for everybody, or switches a discount of shopify_list_discounts ' +
    'on or off, in the Shopify shop at once. Days are the shop’s.',
  effect: 'write',
  permission: 'shopify.discounts.write',
  scopes: ['read_discounts', 'write_discounts'],
  input: SaveDiscountInput,
  output: z.object({ discount: Discount.describe('The discount now.') }),
  cost: (input) => (needsZone(input) ? 1 : 0) + 10 + 1 + (isAutomatic(input.id) ? 0 : DISCOUNT_PARTS_COST),
  examples: [
    {
      title: 'Black Friday',
      input: { code: 'FRIDAY20', percent: 20, startsAt: '2026-11-27', endsAt: '2026-11-27', oncePerCustomer: true },
    },
    { title: 'Switch one off', input: { id: 'gid://shopify/DiscountCodeNode/8100000000002', active: false } },
  ],

  async run(input, upstream: ShopifyUpstream, { now }) {
    const { mutation, variables } =
      input.id === undefined
        ? { mutation: createDiscountMutation, variables: { discount: await toDiscountInput(input, upstream, now()) } }
        : { mutation: switchOf(input.id, input.active === true), variables: { id: input.id } };
    const { node, userErrors } = (await upstream.mutate(mutation, variables)).data.payload;
    refuseUserErrors(userErrors);
    if (node === null) throw unconfirmed();
    return { discount: toDiscount(node.id, node.discount) };
  },
});

function isEmpty(rest: Readonly<Record<string, unknown>>): boolean {
  return Object.values(rest).every((value) => value === undefined);
}

function isAutomatic(id: string | undefined): boolean {
  return id?.includes('/DiscountAutomaticNode/') ?? false;
}

/** A whole day means something else in every time zone, and only the shop knows its own. */
function needsZone({ startsAt, endsAt }: Input): boolean {
  return [startsAt, endsAt].some((bound) => bound !== undefined && isDay(bound));
}

function switchOf(id: string, isOn: boolean): Mutation<{ payload: z.output<typeof Payload> }> {
  if (isAutomatic(id)) return isOn ? activateAutomaticMutation : deactivateAutomaticMutation;
  return isOn ? activateCodeMutation : deactivateCodeMutation;
}

async function toDiscountInput(input: Input, upstream: ShopifyUpstream, nowMs: number) {
  const { code, title, percent, amount, minimumSubtotal, usageLimit, oncePerCustomer } = input;
  const zone = needsZone(input) ? (await upstream.query(discountTimeZoneQuery)).data.shop.ianaTimezone : 'UTC';
  const { fromMs = nowMs, toMs } = toPeriod(input.startsAt, input.endsAt, zone);
  return {
    code,
    title: title ?? code,
    startsAt: new Date(fromMs).toISOString(),
    endsAt: toMs === undefined ? undefined : new Date(toMs).toISOString(),
    usageLimit,
    appliesOncePerCustomer: oncePerCustomer ?? false,
    context: { all: 'ALL' },
    customerGets: {
      items: { all: true },
      value:
        percent === undefined
          ? { discountAmount: { amount, appliesOnEachItem: false } }
          : { percentage: Number((percent / 100).toFixed(6)) },
    },
    minimumRequirement:
      minimumSubtotal === undefined ? undefined : { subtotal: { greaterThanOrEqualToSubtotal: minimumSubtotal } },
  };
}
