/**
 * The words of the fictional shop. No vendor's: each emulator turns them into its own. Money is a decimal string in the
 * shop's currency, time is epoch milliseconds, ids are small integers that are unique among records of one kind.
 */

/** Everything that is known about the shop on one day. Frozen by agreement: an emulator that takes writes keeps its own changes. */
export interface World {
  readonly seed: string;
  /** The day that the world was built for: midnight UTC. Nothing in it is later. */
  readonly dayMs: number;
  /** The first day with orders: midnight UTC. */
  readonly firstDayMs: number;
  readonly shop: Shop;
  readonly products: readonly Product[];
  readonly customers: readonly Customer[];
  readonly locations: readonly Location[];
  /** One record for each tracked variant and each location that stocks it. */
  readonly stock: readonly StockLevel[];
  /** Oldest first. */
  readonly orders: readonly Order[];
}

/** The shop itself. */
export interface Shop {
  readonly name: string;
  /** One word for host names and file names. */
  readonly slug: string;
  /** Of the online shop, without a scheme. */
  readonly host: string;
  readonly email: string;
  readonly description: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly address: Address;
  readonly openedAtMs: number;
}

export type ProductStatus = 'active' | 'draft' | 'archived';

export interface Product {
  readonly id: number;
  readonly title: string;
  readonly handle: string;
  readonly status: ProductStatus;
  readonly type: string;
  readonly vendor: string;
  readonly tags: readonly string[];
  readonly descriptionHtml: string;
  /** What a search engine is told; `undefined` where nobody wrote it. */
  readonly seoTitle: string | undefined;
  readonly seoDescription: string | undefined;
  /** Option names in order: empty for a product with one default variant. */
  readonly optionNames: readonly string[];
  readonly variants: readonly Variant[];
  readonly images: readonly ProductImage[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** `undefined` while it is not in the online shop. */
  readonly publishedAtMs: number | undefined;
}

export interface Variant {
  readonly id: number;
  readonly productId: number;
  /** The option values joined by ` / `; `Default Title` for the only variant. */
  readonly title: string;
  readonly optionValues: readonly string[];
  readonly sku: string;
  readonly barcode: string | undefined;
  readonly price: string;
  readonly compareAtPrice: string | undefined;
  readonly unitCost: string;
  readonly weightGrams: number;
  /** Whether stock is counted: gift cards have none. */
  readonly isTracked: boolean;
  /** Two capital letters. */
  readonly originCountry: string;
}

export interface ProductImage {
  readonly id: number;
  readonly fileName: string;
  readonly alt: string | undefined;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

export interface Address {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string | undefined;
  readonly line1: string;
  readonly line2: string | undefined;
  readonly city: string;
  readonly province: string | undefined;
  readonly provinceCode: string | undefined;
  readonly postcode: string;
  readonly country: string;
  /** Two capital letters. */
  readonly countryCode: string;
  readonly phone: string | undefined;
}

export interface Customer {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string | undefined;
  readonly address: Address;
  /** Language and country: `en-IE`. */
  readonly locale: string;
  readonly tags: readonly string[];
  readonly note: string | undefined;
  readonly takesNewsletter: boolean;
  readonly createdAtMs: number;
}

export interface Location {
  readonly id: number;
  readonly name: string;
  readonly address: Address;
  readonly fulfillsOnlineOrders: boolean;
  readonly createdAtMs: number;
}

/** Pieces of one variant at one location. On hand is the sum of the other three. */
export interface StockLevel {
  readonly variantId: number;
  readonly locationId: number;
  readonly available: number;
  /** Sold and not yet sent. */
  readonly committed: number;
  /** Broken, or kept back. */
  readonly unavailable: number;
  /** On the way from the maker. */
  readonly incoming: number;
  readonly updatedAtMs: number;
}

export type FinancialStatus = 'authorized' | 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'voided';
export type FulfillmentStatus = 'unfulfilled' | 'partial' | 'fulfilled';
export type CancelReason = 'customer' | 'declined' | 'fraud' | 'inventory' | 'other' | 'staff';

export interface Order {
  readonly id: number;
  /** Counted from 1001. */
  readonly number: number;
  /** Nine capital letters and digits. */
  readonly confirmation: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly closedAtMs: number | undefined;
  readonly cancelledAtMs: number | undefined;
  readonly cancelReason: CancelReason | undefined;
  readonly customerId: number;
  readonly shippingAddress: Address;
  readonly lines: readonly OrderLine[];
  readonly discountCode: string | undefined;
  readonly note: string | undefined;
  readonly tags: readonly string[];
  /** `web`, `pos`, `draft`. */
  readonly source: 'web' | 'pos' | 'draft';
  readonly shipping: ShippingChoice | undefined;
  /** Prices include tax. */
  readonly totals: OrderTotals;
  /** How it was paid. */
  readonly gateway: 'card' | 'wallet' | 'bank transfer' | 'cash';
  readonly financialStatus: FinancialStatus;
  readonly fulfillmentStatus: FulfillmentStatus;
  readonly payments: readonly Payment[];
  readonly fulfillments: readonly Fulfillment[];
  readonly refunds: readonly Refund[];
  /** Visits that led here, first and last; none for sales over the counter. */
  readonly visits: readonly Visit[];
}

export interface OrderLine {
  readonly id: number;
  readonly productId: number;
  readonly variantId: number;
  readonly quantity: number;
  readonly unitPrice: string;
  /** Taken off the whole line. */
  readonly discount: string;
}

export interface ShippingChoice {
  readonly title: string;
  readonly code: string;
}

/** Total is subtotal and shipping; tax is inside them; the subtotal is after discounts. */
export interface OrderTotals {
  readonly subtotal: string;
  readonly discounts: string;
  readonly shipping: string;
  readonly tax: string;
  readonly total: string;
  readonly refunded: string;
}

export interface Payment {
  readonly id: number;
  readonly kind: 'authorization' | 'sale' | 'refund' | 'void';
  readonly status: 'success' | 'pending' | 'failure';
  readonly amount: string;
  readonly atMs: number;
}

export interface Fulfillment {
  readonly id: number;
  readonly locationId: number;
  readonly lineIds: readonly number[];
  readonly atMs: number;
  readonly deliveredAtMs: number | undefined;
  readonly carrier: string;
  readonly trackingNumber: string;
}

export interface Refund {
  readonly id: number;
  readonly atMs: number;
  readonly note: string | undefined;
  readonly amount: string;
  readonly lines: readonly { readonly lineId: number; readonly quantity: number; readonly amount: string }[];
}

/** One visit to the online shop before an order. */
export interface Visit {
  readonly atMs: number;
  /** Path of the page that was entered, with its query string. */
  readonly landingPath: string;
  /** Where from: `google`, `bing`, `newsletter`, `instagram`, `direct`. */
  readonly source: string;
  readonly medium: 'organic' | 'cpc' | 'email' | 'social' | 'referral' | 'none';
  readonly campaign: string | undefined;
  readonly referrer: string | undefined;
}
