import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import type { VendorEvent, WebhookDelivery, Webhooks } from '../kernel/webhooks.ts';
import type { EventStore } from './event-store.ts';
import { sameText, verifies } from './verify-signature.ts';

/** A connection that webhooks may come in for. */
export interface Subscriber {
  readonly webhooks: Webhooks;
  /** The values of the declared secrets that the connection has. */
  readonly secrets: readonly string[];
  /** The token of the declared handshake, where it has one. */
  readonly token: string | undefined;
}

export interface InboxParts {
  readonly store: EventStore;
  readonly clock: Clock;
  /** `undefined` for a connection that there is not, that is off, or whose vendor sends nothing. */
  subscriber(connection: string): Subscriber | undefined;
  /** The secret that a handshake brought, for the token that it came with. */
  learnedSecret(connection: string, token: string): Promise<string | undefined>;
  /** Keeps a secret that a handshake brings; false where there is one already. */
  keepSecret(connection: string, token: string, secret: string): Promise<boolean>;
  /** Told of each delivery that is new, after it was kept. */
  onEvents(connection: string, events: readonly VendorEvent[]): void;
}

/** What came of a delivery. */
export type Taken = 'taken' | 'repeated' | 'handshake' | 'refused';

/** Longer than any vendor goes on sending a delivery again. */
const KEPT_MS = 7 * 86_400_000;
const ID_MAX = 200;
const SECRET = /^[\x21-\x7e]{16,512}$/;
const EVENTS_MAX = 100;

/** Takes what vendors report: verified first, then kept once. Rejects only when the store cannot take it. */
export class Inbox {
  readonly #parts: InboxParts;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** `token` is what the URL brought. */
  async take(connection: string, delivery: WebhookDelivery, token: string | undefined): Promise<Taken> {
    const { store, clock, subscriber, learnedSecret, onEvents } = this.#parts;
    const known = subscriber(connection);
    // Asked for strangers, too: a connection without a handshake has nothing there.
    const learned = await learnedSecret(connection, known?.token ?? '').catch(() => undefined);
    const secrets = [...(learned === undefined ? [] : [learned]), ...(known?.secrets ?? [])];
    const valid = verifies(delivery, known?.webhooks.verify ?? [], secrets);
    if (!known) return 'refused';
    if (!valid) return this.#greet(connection, known, delivery, token);
    const { deliveryId, toEvents } = known.webhooks;
    const id = deliveryId(delivery)?.slice(0, ID_MAX) || createHash('sha256').update(delivery.body).digest('hex');
    const events = toEvents(delivery).slice(0, EVENTS_MAX);
    const receivedAt = clock.now();
    const isNew = await store.add({ connection, deliveryId: id, events, receivedAt, expiresAt: receivedAt + KEPT_MS });
    if (!isNew) return 'repeated';
    onEvents(connection, events);
    return 'taken';
  }

  /** The first delivery of a vendor that brings its own secret. Whoever knows the operator's token may be first, once. */
  async #greet(
    connection: string,
    { webhooks, token: expected }: Subscriber,
    { headers }: WebhookDelivery,
    token: string | undefined,
  ): Promise<Taken> {
    const secret = headers[webhooks.handshake?.header ?? ''];
    if (secret === undefined || !SECRET.test(secret) || !expected || token === undefined) return 'refused';
    if (!sameText(token, expected)) return 'refused';
    return (await this.#parts.keepSecret(connection, expected, secret)) ? 'handshake' : 'refused';
  }
}
