import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineQuery } from '../protocol/document.ts';
import { noSuch } from '../protocol/no-such.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import {
  CUSTOMER_RECORD,
  CUSTOMER_RECORD_COST,
  CustomerRecord,
  ShopifyCustomerRecord,
  toCustomerRecord,
} from '../shapes/customer-record.ts';
import { MONEY_BAG, Money, ShopifyMoneyBag, toShopMoney } from '../shapes/money.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';
import { GRANTED, hiddenOrders, ShopifyGranted } from '../shapes/order-reach.ts';
import { CUSTOMER_ADDRESS, CustomerAddress, ShopifyCustomerAddress, toCustomerAddress } from '../shapes/person.ts';
import { given, toWord } from '../shapes/words.ts';

/** How many addresses are shown; of more a notice tells. */
const ADDRESSES_MAX = 10;

export const getCustomerQuery = defineQuery(
  `query GetCustomer($id: ID!, $orders: Int!, $ordersAfter: String) {
    currentAppInstallation ${GRANTED}
    customer(id: $id) {
      ...CustomerRecord
      addressesV2(first: ${ADDRESSES_MAX}) { nodes ${CUSTOMER_ADDRESS} pageInfo { hasNextPage } }
      orders(first: $orders, after: $ordersAfter, sortKey: CREATED_AT, reverse: true) {
        nodes { id name createdAt cancelledAt displayFinancialStatus displayFulfillmentStatus currentTotalPriceSet ${MONEY_BAG} }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${CUSTOMER_RECORD}`,
  z.object({
    currentAppInstallation: ShopifyGranted,
    customer: ShopifyCustomerRecord.extend({
      addressesV2: z.object({
        nodes: z.array(ShopifyCustomerAddress),
        pageInfo: z.object({ hasNextPage: z.boolean() }),
      }),
      orders: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            createdAt: z.string(),
            cancelledAt: z.string().nullish(),
            displayFinancialStatus: z.string().nullish(),
            displayFulfillmentStatus: z.string(),
            currentTotalPriceSet: ShopifyMoneyBag,
          }),
        ),
        pageInfo: PageInfo,
      }),
    }).nullable(),
  }),
);

/** `shopify_get_customer`: one customer with lifetime value and orders. */
export const getCustomer = defineTool({
  name: 'shopify_get_customer',
  title: 'Get a customer',
  description:
    'Gives one customer of the Shopify shop: contact, addresses, note, tags, lifetime value, and orders, newest first. Find ' +
    'the id with shopify_search_customers.',
  effect: 'read',
  permission: 'shopify.customers.read',
  core: true,
  scopes: ['read_customers', 'read_orders'],
  input: z.object({
    id: idField('Customer', 'Customer id.'),
    orderLimit: limitField('orders', 100, 20),
    orderCursor: cursorField('nextOrderCursor'),
  }),
  output: z.object({
    customer: CustomerRecord.describe('The customer.'),
    addresses: z.array(CustomerAddress).describe('All addresses.'),
    orders: z
      .array(
        z.object({
          id: z.string().describe('Global id.'),
          name: z.string().describe('Number as people say it.'),
          createdAt: z.string().describe('ISO 8601.'),
          cancelledAt: z.string().optional().describe('ISO 8601; absent unless cancelled.'),
          financialStatus: z.string().optional().describe('How the payment stands.'),
          fulfillmentStatus: z.string().describe('How the shipping stands.'),
          currentTotal: Money.describe('After refunds.'),
        }),
      )
      .describe('Orders, newest first.'),
    nextOrderCursor: nextCursorField('orders', 'orderCursor'),
    notices: Notices,
  }),
  list: 'orders',
  cost: ({ orderLimit }) => 2 + CUSTOMER_RECORD_COST + (2 + ADDRESSES_MAX) + (2 + orderLimit * 3),
  examples: [
    { title: 'With the newest five orders', input: { id: '8100000000002', orderLimit: 5 } },
    { title: 'By global id', input: { id: 'gid://shopify/Customer/8100000000003' } },
  ],

  async run({ id, orderLimit, orderCursor }, upstream: ShopifyUpstream) {
    const { data, notices } = await upstream.query(getCustomerQuery, {
      id: toGid('Customer', id),
      orders: orderLimit,
      ordersAfter: orderCursor,
    });
    if (data.customer === null) throw noSuch('customer');
    const { addressesV2, orders } = data.customer;
    const { nodes, pageInfo } = orders;
    const nextOrderCursor = nextCursorOf(pageInfo);
    const isShort = nextOrderCursor === undefined && orderCursor === undefined;
    const isHidden = isShort && nodes.length < Number(data.customer.numberOfOrders);
    return {
      customer: toCustomerRecord(data.customer),
      addresses: addressesV2.nodes.map(toCustomerAddress),
      orders: nodes.map((order) => ({
        id: order.id,
        name: order.name,
        createdAt: order.createdAt,
        cancelledAt: given(order.cancelledAt),
        financialStatus: order.displayFinancialStatus ? toWord(order.displayFinancialStatus) : undefined,
        fulfillmentStatus: toWord(order.displayFulfillmentStatus),
        currentTotal: toShopMoney(order.currentTotalPriceSet),
      })),
      nextOrderCursor,
      notices: noticesOf(
        ...notices,
        isHidden ? hiddenOrders(data.currentAppInstallation) : undefined,
        addressesV2.pageInfo.hasNextPage ? `Only the first ${ADDRESSES_MAX} addresses are shown.` : undefined,
      ),
    };
  },
});
