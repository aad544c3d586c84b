import { z } from 'zod';
import { personal } from '../../define.ts';
import { PageInfo } from '../input/paging.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from './money.ts';
import { given, toWord } from './words.ts';

/** How many lines of a draft order are shown at once. */
const LINES_MAX = 20;

/** What tools show of a draft order; its lines only if `$withLines`, those after `$linesAfter`. */
export const DRAFT_ORDER = `
  fragment DraftOrderRecord on DraftOrder {
    id
    name
    status
    createdAt
    updatedAt
    completedAt
    invoiceSentAt
    invoiceUrl
    email
    note2
    tags
    totalQuantityOfLineItems
    totalPriceSet ${MONEY_BAG}
    totalDiscountsSet ${MONEY_BAG}
    customer { id displayName }
    order { id name }
    lineItems(first: ${LINES_MAX}, after: $linesAfter) @include(if: $withLines) {
      nodes { title variantTitle sku quantity originalUnitPriceSet ${MONEY_BAG} variant { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

/** What hangs on a draft order: two sums, its customer, its order, and its lines if they are asked for. */
export function draftPartsCost(withLines: boolean): number {
  return 2 * 2 + 1 + 1 + (withLines ? 2 + LINES_MAX * (1 + 2 + 1) : 0);
}

export const ShopifyDraftOrder = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().nullish(),
  invoiceSentAt: z.string().nullish(),
  invoiceUrl: z.string().nullish(),
  email: z.string().nullish(),
  note2: z.string().nullish(),
  tags: z.array(z.string()),
  totalQuantityOfLineItems: z.number().int(),
  totalPriceSet: ShopifyMoneyBag,
  totalDiscountsSet: ShopifyMoneyBag,
  customer: z.object({ id: z.string(), displayName: z.string() }).nullish(),
  order: z.object({ id: z.string(), name: z.string() }).nullish(),
  lineItems: z
    .object({
      nodes: z.array(
        z.object({
          title: z.string(),
          variantTitle: z.string().nullish(),
          sku: z.string().nullish(),
          quantity: z.number().int(),
          originalUnitPriceSet: ShopifyMoneyBag,
          variant: z.object({ id: z.string() }).nullish(),
        }),
      ),
      pageInfo: PageInfo,
    })
    .optional(),
});

type ShopifyDraftOrder = z.output<typeof ShopifyDraftOrder>;

export const DraftOrder = z.object({
  id: z.string().describe('Global id.'),
  name: z.string().describe('Name, like #D12.'),
  status: z.string().describe('open, invoice_sent or completed.'),
  createdAt: z.string().describe('ISO 8601.'),
  updatedAt: z.string().describe('ISO 8601.'),
  completedAt: z.string().optional().describe('ISO 8601; absent until it became an order.'),
  invoiceSentAt: z.string().optional().describe('ISO 8601; absent until the invoice was sent.'),
  invoiceUrl: personal(z.string().optional().describe('Where the customer pays; whoever has it can open it.')),
  customerId: z.string().optional().describe('Global id of the customer.'),
  customerName: personal(z.string().optional().describe('Customer.')),
  email: personal(z.string().optional().describe('E-mail address.')),
  note: personal(z.string().optional().describe('Note: untrusted content.')),
  tags: z.array(z.string()).describe('Tags.'),
  quantity: z.number().int().describe('Pieces.'),
  total: Money.describe('What is to be paid.'),
  discounts: Money.describe('What was taken off.'),
  orderId: z.string().optional().describe('Global id of the order that it became.'),
  orderName: z.string().optional().describe('Number of that order, as people say it.'),
  lines: z
    .array(
      z.object({
        title: z.string().describe('Product, or what the shop called it.'),
        variantTitle: z.string().optional().describe('Variant.'),
        variantId: z.string().optional().describe('Global id; absent for a line without a product.'),
        sku: z.string().optional().describe('Article number.'),
        quantity: z.number().int().describe('Pieces.'),
        unitPrice: Money.describe('Of one piece.'),
      }),
    )
    .optional()
    .describe(`Its lines, ${LINES_MAX} at once; absent in lists.`),
});

export function toDraftOrder(draft: ShopifyDraftOrder): z.output<typeof DraftOrder> {
  return {
    id: draft.id,
    name: draft.name,
    status: toWord(draft.status),
    createdAt: draft.createdAt,
    updatedAt: draft.updatedAt,
    completedAt: given(draft.completedAt),
    invoiceSentAt: given(draft.invoiceSentAt),
    invoiceUrl: given(draft.invoiceUrl),
    customerId: draft.customer?.id,
    customerName: draft.customer?.displayName,
    email: given(draft.email),
    note: draft.note2 || undefined,
    tags: draft.tags,
    quantity: draft.totalQuantityOfLineItems,
    total: toShopMoney(draft.totalPriceSet),
    discounts: toShopMoney(draft.totalDiscountsSet),
    orderId: draft.order?.id,
    orderName: draft.order?.name,
    lines: draft.lineItems?.nodes.map(({ variant, sku, variantTitle, title, quantity, originalUnitPriceSet }) => ({
      title,
      variantTitle: given(variantTitle),
      variantId: variant?.id,
      sku: sku || undefined,
      quantity,
      unitPrice: toShopMoney(originalUnitPriceSet),
    })),
  };
}

/** Says where the lines of a draft order are that an answer to a change leaves out. */
export function hiddenDraftLines({ lineItems }: ShopifyDraftOrder): string | undefined {
  return lineItems?.pageInfo.hasNextPage
    ? `Only ${LINES_MAX} lines are shown; shopify_list_draft_orders gives all, with its id.`
    : undefined;
}
