import { z } from 'zod';

/** The kinds of things that tools take an id of. */
type GidType =
  | 'Article'
  | 'Blog'
  | 'BulkOperation'
  | 'Collection'
  | 'Customer'
  | 'DraftOrder'
  | 'Fulfillment'
  | 'FulfillmentLineItem'
  | 'FulfillmentOrder'
  | 'FulfillmentOrderLineItem'
  | 'InventoryItem'
  | 'LineItem'
  | 'Location'
  | 'MailingAddress'
  | 'Metaobject'
  | 'Order'
  | 'OrderTransaction'
  | 'Page'
  | 'Product'
  | 'ProductVariant'
  | 'Return'
  | 'UrlRedirect'
  | 'WebhookSubscription';

/** Orders and customers have addresses of one type; ids of customers' end so (https://shopify.dev/docs/api/admin-graphql, MailingAddress). */
const OF_A_CUSTOMER = '?model_name=CustomerAddress';

/**
 * Input field for an id of Shopify: the bare number, or the global id (`gid://shopify/Product/123`) that other tools
 * give. Anything else, an id of another type included, is refused before Shopify is asked.
 */
export function idField(type: GidType, description = '') {
  const field = z
    .string()
    .regex(
      new RegExp(
        `^(gid://shopify/${type}/[0-9]{1,20}${type === 'MailingAddress' ? `(\\${OF_A_CUSTOMER})?` : ''}|[0-9]{1,20})$`,
      ),
      `Give the number, or the whole id: gid://shopify/${type}/123.`,
    );
  return description === '' ? field : field.describe(description);
}

/** Gives the global id of an id that passed `idField`. */
export function toGid(type: GidType, id: string): string {
  if (id.startsWith('gid:')) return id;
  return `gid://shopify/${type}/${id}${type === 'MailingAddress' ? OF_A_CUSTOMER : ''}`;
}

/** Input field for an id whose type another argument decides; the tool checks it with `isOfType`. */
export function anyIdField(description: string) {
  return z
    .string()
    .regex(
      /^(gid:\/\/shopify\/[A-Za-z]{1,40}\/)?[0-9]{1,20}(\?model_name=CustomerAddress)?$/,
      'Give the number, or the whole global id.',
    )
    .describe(description);
}

/** Says whether an id that passed `anyIdField` may be one of this type: a bare number may be any. */
export function isOfType(type: GidType, id: string): boolean {
  return !id.startsWith('gid:') || id.startsWith(`gid://shopify/${type}/`);
}

/** Gives the number at the end of a global id. */
export function toNumber(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1);
}
