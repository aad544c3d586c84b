import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { exactlyOne } from '../input/exactly-one.ts';
import { idField, toGid } from '../input/gid.ts';
import { nameField } from '../input/name.ts';
import { quantityField } from '../input/pieces.ts';
import { noteField } from '../input/written-text.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { bringReturnTo, RETURN_PAYLOAD, ShopifyReturnPayload } from '../protocol/return-status.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { returnMade, statusFound } from '../read-backs/return.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import {
  cutReturn,
  RETURN_BRIEF_COST,
  RETURN_LINES_COST,
  RETURN_LINES_MAX,
  Return,
  toReturn,
} from '../shapes/return.ts';

export const createReturnMutation = defineMutation(
  `mutation CreateReturn($input: ReturnInput!) { payload: returnCreate(returnInput: $input) ${RETURN_PAYLOAD} }`,
  ShopifyReturnPayload,
);

export const requestReturnMutation = defineMutation(
  `mutation RequestReturn($input: ReturnRequestInput!) { payload: returnRequest(input: $input) ${RETURN_PAYLOAD} }`,
  ShopifyReturnPayload,
);

export const returnReasonsQuery = defineQuery(
  `query ReturnReasons($handles: [String!]!, $first: Int!) {
    returnReasonDefinitions(first: $first, handles: $handles) { nodes { id handle } }
  }`,
  z.object({
    returnReasonDefinitions: z.object({ nodes: z.array(z.object({ id: z.string(), handle: z.string() })) }),
  }),
);

const SaveReturnInput = z.object({
  id: idField('Return', 'Return to change.').optional(),
  orderId: idField('Order', 'New: its order.').optional(),
  status: z
    .enum(['requested', 'open', 'declined', 'closed', 'canceled'])
    .describe(
      'New: requested, or open when agreed. Then requested to open or declined, open to closed or canceled, closed to open.',
    ),
  lines: z
    .array(
      z.strictObject({
        fulfillmentLineItemId: idField('FulfillmentLineItem', 'From shopify_list_returns.'),
        quantity: quantityField(),
        reason: nameField(100, 'Handle, from there too.').optional(),
        note: noteField(255, 'Why, in words.').optional(),
      }),
    )
    .min(1)
    .max(RETURN_LINES_MAX)
    .optional()
    .describe('New: what comes back.'),
  declineReason: z.enum(['final_sale', 'return_period_ended', 'other']).optional().describe('Declined: why.'),
  declineNote: noteField(500, 'Declined: to the customer.').optional(),
  notifyCustomer: z.boolean().default(false).describe('Mail the decision on a request.'),
});

type Input = z.output<typeof SaveReturnInput>;

/** `shopify_save_return`: a new return, or the next status of one. It moves no money. */
export const saveReturn = defineTool({
  name: 'shopify_save_return',
  title: 'Create, decide or close a return',
  description:
    'Notes that sent pieces of a Shopify order come back, or changes the status of a return. Pays nothing back: for ' +
    'that, hand its lineItemIds to shopify_preview_refund and shopify_refund_order.',
  effect: 'write',
  permission: 'shopify.returns.write',
  scopes: ['read_orders', 'read_returns', 'write_returns'],
  input: SaveReturnInput.refine(...exactlyOne('id', 'orderId')).superRefine(check),
  output: z.object({
    return: Return.describe('The return now.'),
    changed: z.boolean().describe('False when it had the status already.'),
    notices: Notices,
  }),
  cost: ({ id, lines = [] }) => {
    const before = id === undefined ? reasonsCost(lines) : RETURN_BRIEF_COST + RETURN_LINES_COST;
    return before + 10 + RETURN_BRIEF_COST - 1 + RETURN_LINES_COST;
  },
  examples: [
    {
      title: 'One piece comes back',
      input: {
        orderId: '8100000001018',
        status: 'open',
        lines: [{ fulfillmentLineItemId: '8100001018000', quantity: 1, reason: 'quality' }],
      },
    },
    { title: 'Approve a request', input: { id: '8100000010160', status: 'open' } },
    {
      title: 'Decline a request',
      input: { id: '8100000010160', status: 'declined', declineReason: 'return_period_ended' },
    },
  ],

  async run({ id, orderId = '', status, lines = [], ...decision }, upstream: ShopifyUpstream) {
    const { row, changed } =
      id === undefined
        ? { row: await create(toGid('Order', orderId), status, lines, upstream), changed: true }
        : await bringReturnTo(toGid('Return', id), status, decision, upstream);
    return { return: toReturn(row), changed, notices: noticesOf(cutReturn(row)) };
  },

  async readBack({ id, orderId = '', status }, upstream: ShopifyUpstream, { write }) {
    return id === undefined
      ? await returnMade(orderId, upstream, write)
      : await statusFound(id, status, upstream, write);
  },
});

function check(
  { id, status, lines, declineReason, declineNote, notifyCustomer }: Input,
  context: z.RefinementCtx<Input>,
): void {
  const refuse = (path: keyof Input, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const isNew = id === undefined;
  if (isNew && lines === undefined) refuse('lines', 'A new return needs the pieces that come back.');
  if (!isNew && lines !== undefined) refuse('lines', 'The pieces of a return stay; make another for more.');
  if (isNew && status !== 'requested' && status !== 'open') refuse('status', 'A new return is requested or open.');
  if (!isNew && status === 'requested') refuse('status', 'A return is requested when it is new.');
  if (status === 'declined' && declineReason === undefined) refuse('declineReason', 'Say why it is declined.');
  if (status !== 'declined' && (declineReason !== undefined || declineNote !== undefined)) {
    refuse('declineReason', 'Only what is declined has a reason for it.');
  }
  if (notifyCustomer && (isNew || (status !== 'open' && status !== 'declined'))) {
    refuse('notifyCustomer', 'Only the decision on a request can be mailed.');
  }
  const ids = (lines ?? []).map((line) => toGid('FulfillmentLineItem', line.fulfillmentLineItemId));
  if (new Set(ids).size < ids.length) refuse('lines', 'Name each line once.');
}

type Line = NonNullable<Input['lines']>[number];

async function create(orderId: string, status: string, lines: readonly Line[], upstream: ShopifyUpstream) {
  const reasons = await reasonsOf(lines, upstream);
  const isRequest = status === 'requested';
  const input = {
    orderId,
    returnLineItems: lines.map(({ fulfillmentLineItemId, quantity, reason, note }) => ({
      fulfillmentLineItemId: toGid('FulfillmentLineItem', fulfillmentLineItemId),
      quantity,
      returnReasonDefinitionId: reason && reasons.get(reason),
      ...(note && (isRequest ? { customerNote: note } : { returnReasonNote: note })),
    })),
  };
  const mutation = isRequest ? requestReturnMutation : createReturnMutation;
  const { payload } = (await upstream.mutate(mutation, { input })).data;
  refuseUserErrors(payload.userErrors);
  if (payload.return === null) throw unconfirmed();
  return payload.return;
}

function handlesOf(lines: readonly Line[]): string[] {
  return [...new Set(lines.flatMap(({ reason }) => reason ?? []))];
}

function reasonsCost(lines: readonly Line[]): number {
  const { length } = handlesOf(lines);
  return length === 0 ? 0 : 2 + length;
}

/** Gives the global ids of reasons by their handles; Shopify's library of them is open. */
async function reasonsOf(lines: readonly Line[], upstream: ShopifyUpstream): Promise<ReadonlyMap<string, string>> {
  const handles = handlesOf(lines);
  if (handles.length === 0) return new Map();
  const { data } = await upstream.query(returnReasonsQuery, { handles, first: handles.length });
  const known = new Map(data.returnReasonDefinitions.nodes.map(({ id, handle }) => [handle, id]));
  const issues = lines.flatMap(({ reason }, index) =>
    reason === undefined || known.has(reason)
      ? []
      : [
          {
            path: `lines.${index}.reason`,
            message: 'Give a handle that shopify_list_returns shows for the line, or none.',
          },
        ],
  );
  if (issues.length > 0) {
    throw new PlatformError('invalid_input', 'Shopify knows no such reason for a return.', { issues, sent: 'no' });
  }
  return known;
}
