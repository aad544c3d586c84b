import type { EventFeeds } from '../events/event-feeds.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Catalog } from './catalog.ts';
import type { ConnectionRuntime, ConnectionRuntimes } from './connection-runtime.ts';
import { EVENTS_URI_TEMPLATE, type ResourceContent, type ResourceListing } from './gateway.ts';

const PREFIX = EVENTS_URI_TEMPLATE.slice(0, EVENTS_URI_TEMPLATE.indexOf('{'));
const MIME_TYPE = 'application/json';

/** What vendors reported of each connection, as resources of those who may call a tool on it. */
export class EventResources {
  readonly #runtimes: ConnectionRuntimes;
  readonly #catalog: Catalog;
  readonly #feeds: EventFeeds;

  constructor(runtimes: ConnectionRuntimes, catalog: Catalog, feeds: EventFeeds) {
    this.#runtimes = runtimes;
    this.#catalog = catalog;
    this.#feeds = feeds;
  }

  owns(uri: string): boolean {
    return uri.startsWith(PREFIX);
  }

  listOf(principal: Principal): ResourceListing[] {
    return this.#runtimes.all
      .filter((runtime) => this.#isShown(principal, runtime))
      .map(({ connection: { id, connector } }) => ({
        uri: PREFIX + id,
        name: `events-${id.replace('/', '-')}`,
        title: `What ${connector.title} reported`,
        description: `The latest events of ${id}, newest first: what changed and when, not what it is now. Subscribe to hear of new ones.`,
        mimeType: MIME_TYPE,
      }));
  }

  /** `undefined` for what there is not, and for what the principal may not see. */
  async read(principal: Principal, uri: string): Promise<ResourceContent | undefined> {
    const connection = this.#connectionOf(principal, uri);
    if (connection === undefined) return undefined;
    const events = (await this.#feeds.latest(connection)).map(({ receivedAt, ...event }) => ({
      receivedAt: new Date(receivedAt).toISOString(),
      ...event,
    }));
    return { uri, mimeType: MIME_TYPE, text: JSON.stringify({ connection, events }) };
  }

  mayRead(principal: Principal, uri: string): boolean {
    return this.#connectionOf(principal, uri) !== undefined;
  }

  /** Calls `onNews` for each news of a resource that is one of these, as long as the principal may read it. */
  watch(principal: Principal, uri: string, onNews: () => void): () => void {
    return this.#feeds.watch(uri.slice(PREFIX.length), () => {
      if (this.mayRead(principal, uri)) onNews();
    });
  }

  #connectionOf(principal: Principal, uri: string): string | undefined {
    if (!this.owns(uri)) return undefined;
    const runtime = this.#runtimes.byId(uri.slice(PREFIX.length));
    return runtime && this.#isShown(principal, runtime) ? runtime.connection.id : undefined;
  }

  #isShown(principal: Principal, { connection, receivesEvents }: ConnectionRuntime): boolean {
    const { id, connector, state } = connection;
    if (!receivesEvents || !state.on || !principal.grant.allowsConnection(id)) return false;
    return this.#catalog.view(principal).tools.some((listing) => listing.connector.id === connector.id);
  }
}
