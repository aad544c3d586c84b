import type { VendorEvent } from '../kernel/webhooks.ts';

/** A verified delivery as it is kept. */
export interface ReceivedDelivery {
  /** `shopify/default` */
  readonly connection: string;
  readonly deliveryId: string;
  readonly events: readonly VendorEvent[];
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly expiresAt: number;
}

/** Keeps what vendors reported. Times are epoch ms given by the caller. */
export interface EventStore {
  /** Keeps the delivery and raises the connection's mark, both or neither; false, and nothing, when the connection has one of that id. */
  add(delivery: ReceivedDelivery): Promise<boolean>;
  /** The connection's deliveries that came last, at most so many, newest first. */
  latest(connection: string, limit: number): Promise<readonly Pick<ReceivedDelivery, 'receivedAt' | 'events'>[]>;
  /** A number for each connection that ever had an event: another one than before means that there were events since. */
  marks(): Promise<ReadonlyMap<string, number>>;
  /** Forgets at most `limit` deliveries that expired before the instant; gives how many. Marks stay. */
  purge(before: number, limit: number): Promise<number>;
}
