import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { SecondLevel } from '../cache/second-level.ts';
import type { EventFeeds } from '../events/event-feeds.ts';
import { EventNews } from '../events/event-news.ts';
import type { EventStore } from '../events/event-store.ts';
import { Inbox, type Subscriber } from '../events/inbox.ts';
import type { Clock } from '../kernel/clock.ts';
import { uuidv7 } from '../kernel/ids.ts';
import type { WebhookSeen } from '../transports/webhooks/webhook-face.ts';
import type { Connections } from './open-connections.ts';

export interface InboxOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly connections: Connections;
  readonly answers: AnswerCache;
  readonly secondLevel?: SecondLevel;
  readonly feeds: EventFeeds;
}

/** What takes the deliveries of vendors, and what learns of those that other replicas took. */
export interface OpenedInbox {
  readonly inbox: Inbox;
  readonly news: EventNews;
}

/** The name under which the secret of a handshake is kept. */
const WEBHOOK = 'webhook';

/** Puts the inbox together with the connections, their secrets and their cached answers. */
export function openInbox({ store, clock, connections, answers, secondLevel, feeds }: InboxOptions): OpenedInbox {
  const { learned, runtimes } = connections;
  // What is asked for because of the news must not come from before it.
  const tell = (connection: string) => {
    answers.raise(connection);
    feeds.tell(connection);
  };
  const inbox = new Inbox({
    store,
    clock,
    subscriber(id): Subscriber | undefined {
      const runtime = runtimes.byId(id);
      const webhooks = runtime?.connection.connector.webhooks;
      if (!runtime?.connection.state.on || !webhooks) return undefined;
      const { handshake } = webhooks;
      return {
        webhooks,
        secrets: webhooks.secrets.flatMap((name) => runtime.secrets(name) ?? []),
        token: handshake && runtime.secrets(handshake.token),
      };
    },
    learnedSecret: (connection, token) => learned.find(connection, WEBHOOK, token),
    keepSecret: (connection, token, secret) => learned.keepFirst(connection, WEBHOOK, token, secret),
    onEvents(connection) {
      // One replica does it for all: who learns of the news later only lets go of its own.
      void secondLevel?.generations.raise(connection);
      tell(connection);
    },
  });
  return { inbox, news: new EventNews(store, tell) };
}

/** Writes each delivery into the audit trail: a verified one under its connection, the others under their address. */
export function auditWebhooks(trail: AuditTrail, clock: Clock): (seen: WebhookSeen) => void {
  return ({ outcome, connection, address, correlationId }) => {
    const at = clock.now();
    const isTaken = connection !== undefined;
    trail.record({
      id: uuidv7(at),
      at,
      kind: 'webhook',
      principalId: isTaken ? `vendor ${connection}` : `address ${address}`,
      principalName: '',
      face: 'webhook',
      correlationId,
      subject: 'webhook',
      connection,
      outcome: isTaken ? 'ok' : outcome === 'refused' ? 'unauthenticated' : outcome,
      count: 1,
      detail: isTaken ? outcome : undefined,
    });
  };
}
