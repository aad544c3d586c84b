import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import { quotedIssues } from '../protocol/quoted.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { exists } from '../read-backs/record.ts';

export const mergePreviewQuery = defineQuery(
  `query MergePreview($one: ID!, $two: ID!, $override: CustomerMergeOverrideFields) {
    customerMergePreview(customerOneId: $one, customerTwoId: $two, overrideFields: $override) {
      resultingCustomerId
      customerMergeErrors { message }
      defaultFields { orderCount }
    }
  }`,
  z.object({
    customerMergePreview: z.object({
      resultingCustomerId: z.string().nullish(),
      customerMergeErrors: z.array(z.object({ message: z.string() })).nullish(),
      defaultFields: z.object({ orderCount: z.string() }).nullish(),
    }),
  }),
);

export const mergeCustomersMutation = defineMutation(
  `mutation MergeCustomers($one: ID!, $two: ID!, $override: CustomerMergeOverrideFields) {
    customerMerge(customerOneId: $one, customerTwoId: $two, overrideFields: $override) {
      resultingCustomerId
      job { id done }
      userErrors { field message }
    }
  }`,
  z.object({
    customerMerge: z.object({
      resultingCustomerId: z.string().nullish(),
      job: z.object({ id: z.string() }).nullish(),
      userErrors: UserErrors,
    }),
  }),
);

/** `shopify_merge_customers`: makes one customer of two, for good. Shopify is asked first who would stay. */
export const mergeCustomers = defineTool({
  name: 'shopify_merge_customers',
  title: 'Merge two customers',
  description:
    'Makes one customer of two records of the same person: orders, tags and notes move to the one that is kept, the other ' +
    'is gone for good. Look at both with shopify_get_customer first. Shopify works it off in the background. If Shopify ' +
    'would not keep the one you name, nothing is done.',
  effect: 'destroy',
  permission: 'shopify.customers.merge',
  feature: 'shopify-advanced',
  scopes: ['read_customer_merge', 'write_customer_merge'],
  input: z
    .object({
      keepId: idField('Customer', 'Customer that stays.'),
      mergeId: idField('Customer', 'Customer that goes.'),
    })
    .refine(({ keepId, mergeId }) => toGid('Customer', keepId) !== toGid('Customer', mergeId), {
      error: 'Name two different customers.',
      path: ['mergeId'],
    }),
  output: z.object({
    customerId: z.string().describe('Global id of the one that stays.'),
    orderCount: z.number().int().optional().describe('Orders that it has then.'),
    jobId: z.string().optional().describe('Global id of the work in the background.'),
  }),
  cost: () => 1 + 1 + 1 + 10,
  examples: [
    { title: 'By number', input: { keepId: '8100000000002', mergeId: '8100000000003' } },
    {
      title: 'By global id',
      input: { keepId: 'gid://shopify/Customer/8100000000004', mergeId: 'gid://shopify/Customer/8100000000003' },
    },
  ],

  async run({ keepId, mergeId }, upstream: ShopifyUpstream) {
    const [kept, gone] = [toGid('Customer', keepId), toGid('Customer', mergeId)];
    // The address decides who stays (https://shopify.dev/docs/api/admin-graphql, customerMerge).
    const variables = { one: gone, two: kept, override: { customerIdOfEmailToKeep: kept } };
    const preview = (await upstream.query(mergePreviewQuery, variables)).data.customerMergePreview;
    refuse(preview.customerMergeErrors ?? [], preview.resultingCustomerId === kept);
    const { job, resultingCustomerId, userErrors } = (await upstream.mutate(mergeCustomersMutation, variables)).data
      .customerMerge;
    refuseUserErrors(userErrors);
    if (!resultingCustomerId) throw unconfirmed();
    const orders = preview.defaultFields?.orderCount;
    return {
      customerId: resultingCustomerId,
      orderCount: orders === undefined ? undefined : Number(orders),
      jobId: job?.id,
    };
  },

  async readBack({ keepId, mergeId }, upstream: ShopifyUpstream, { write }) {
    const [isKept, isThere] = [
      await exists(toGid('Customer', keepId), upstream),
      await exists(toGid('Customer', mergeId), upstream),
    ];
    if (!isKept) {
      const because = 'The customer that was to stay is not there any more. Look for both, and settle it yourself.';
      return { found: 'cannot_tell', because };
    }
    return stateFound({ what: 'The customer that was to go, gone beside the one that stays', holds: !isThere }, write);
  },
});

function refuse(errors: readonly { readonly message: string }[], isRight: boolean): void {
  const issues = quotedIssues(errors.map(({ message }) => ({ path: 'mergeId', message })));
  if (issues.length > 0) {
    const told = issues.map(({ message }) => message).join(' ');
    throw new PlatformError('upstream_rejected', `Shopify cannot merge these customers: ${told}`, {
      issues,
      sent: 'no',
    });
  }
  if (isRight) return;
  const message = 'Shopify would keep the other customer; give that one as keepId.';
  throw new PlatformError('upstream_rejected', message, { sent: 'no' });
}
