import type { Fulfillment, Order, OrderLine, Payment, Refund } from '../../../emulation/world/records.ts';

/** A line of an order: one of the catalogue, or one that a draft order named itself. */
export interface ShopLine extends OrderLine {
  /** Only of a line without a product; its `productId` and `variantId` are 0. */
  readonly title?: string;
}

/** A payment, with the one before it that it belongs to. */
export interface ShopPayment extends Payment {
  /** Of a refund; the first payment where nothing is said. */
  readonly parentId?: number;
}

/** A parcel; the world sends whole lines and never calls one back. */
export interface ShopFulfillment extends Fulfillment {
  /** Pieces by line; without it, all pieces of its lines. */
  readonly pieces?: ReadonlyMap<number, number>;
  /** Of all its parcels; without it, the one that the world gave. */
  readonly tracking?: readonly ShopTracking[];
  readonly cancelledAtMs?: number;
}

/** How one parcel can be followed. */
export interface ShopTracking {
  readonly company: string | null;
  readonly number: string | null;
  readonly url: string | null;
}

/** A refund, with what became of its pieces. */
export interface ShopRefund extends Refund {
  readonly lines: readonly ShopRefundLine[];
  /** Shipping that was paid back; part of the amount. */
  readonly shipping?: string;
}

export interface ShopRefundLine {
  readonly lineId: number;
  readonly quantity: number;
  readonly amount: string;
  readonly isRestocked?: boolean;
  /** Pieces of them that had not been sent, and never will be. */
  readonly unsent?: number;
}

/** Pieces of an order that one location is to send: Shopify's fulfillment order. */
export interface WorkOrder {
  readonly id: number;
  readonly locationId: number;
  readonly status: 'open' | 'in_progress' | 'closed' | 'cancelled';
  readonly lines: readonly WorkLine[];
  readonly updatedAtMs: number;
}

export interface WorkLine {
  readonly id: number;
  readonly lineId: number;
  readonly total: number;
  readonly remaining: number;
}

/** An order as an emulated shop holds it: the world's, with what was written to it since. */
export interface ShopOrder extends Order {
  readonly lines: readonly ShopLine[];
  readonly payments: readonly ShopPayment[];
  readonly fulfillments: readonly ShopFulfillment[];
  readonly refunds: readonly ShopRefund[];
  /** Once one was changed; without them they follow from the parcels. */
  readonly workOrders?: readonly WorkOrder[];
  /** The customer's own where it was never changed. */
  readonly email?: string | undefined;
  readonly attributes?: readonly { readonly key: string; readonly value: string }[];
}
