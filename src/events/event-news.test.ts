import { describe, expect, it } from 'vitest';
import { openFreshDatabase } from '../../test/support/fresh-database.ts';
import { SqlEventStore } from '../storage/sql/sql-event-store.ts';
import { EventNews } from './event-news.ts';

describe('news of events', () => {
  it('are told once for each connection that had some since the last look, and not of what was before', async () => {
    const { database, close } = await openFreshDatabase();
    try {
      const store = new SqlEventStore(database);
      let ids = 0;
      const add = (connection: string) =>
        store.add({ connection, deliveryId: `d${ids++}`, events: [], receivedAt: 1, expiresAt: 2 });
      const told: string[] = [];
      const news = new EventNews(store, (connection) => void told.push(connection));
      await add('acme/old');

      await news.follow();
      await add('acme/one');
      await add('acme/one');
      await add('acme/old');
      await news.follow();
      await store.purge(10, 10);
      await news.follow();

      expect(told.sort()).toEqual(['acme/old', 'acme/one']);
    } finally {
      await close();
    }
  });
});
