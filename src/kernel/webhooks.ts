/** One call by which a vendor reports something, as it came in. */
export interface WebhookDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes that were signed. */
  readonly body: Uint8Array;
}

/** Something that a vendor reports. It says that something has changed, never what it is now: deliveries come late, twice and in any order. */
export interface VendorEvent {
  /** `products.updated`: a resource of the connector and what became of it. */
  readonly topic: string;
  /** The vendor's id of what changed, where it tells one. */
  readonly subject?: string;
}

/** How deliveries are signed: an HMAC of the raw body, in a header. */
export interface WebhookSignature {
  /** In lower case. */
  readonly header: string;
  readonly hash: 'sha256';
  readonly encoding: 'base64' | 'hex';
}

/** A first delivery that brings the secret by which all later ones are signed. */
export interface WebhookHandshake {
  /** The header with the secret, in lower case. */
  readonly header: string;
  /** Name of the secret that the operator put into the webhook's URL as `?token=`: without it anybody could be first. */
  readonly token: string;
}

/** How a vendor's webhooks are received, declared by the connector as data. The platform verifies; the connector never sees a secret. */
export interface Webhooks {
  /** Names of the secrets that a delivery may be signed with: while one is replaced, the old and the new. */
  readonly secrets: readonly string[];
  /** One valid signature is enough. */
  readonly verify: readonly WebhookSignature[];
  readonly handshake?: WebhookHandshake;
  /** The vendor's id of the delivery, the same when it is sent again; without one the body's digest stands for it. */
  deliveryId(delivery: WebhookDelivery): string | undefined;
  /** What a verified delivery reports. Throws nothing: what cannot be read is an event of a topic `unknown`. */
  toEvents(delivery: WebhookDelivery): readonly VendorEvent[];
}
