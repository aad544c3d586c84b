import { sql } from 'kysely';
import type { EventStore, ReceivedDelivery } from '../../events/event-store.ts';
import type { SqlDatabase } from './database.ts';

/** Keeps deliveries in the table `deliveries`, and the connections' marks in `event_marks`. */
export class SqlEventStore implements EventStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  add({ connection, deliveryId, events, receivedAt, expiresAt }: ReceivedDelivery): Promise<boolean> {
    const row = {
      id: `${connection} ${deliveryId}`,
      connection,
      events: JSON.stringify(events),
      received_at: receivedAt,
      expires_at: expiresAt,
    };
    return this.#database.atomically(async (transaction) => {
      const added = await transaction
        .insertInto('deliveries')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return false;
      await transaction
        .insertInto('event_marks')
        .values({ connection, mark: 1 })
        .onConflict((conflict) => conflict.column('connection').doUpdateSet({ mark: sql`event_marks.mark + 1` }))
        .execute();
      return true;
    });
  }

  latest(connection: string, limit: number): Promise<readonly Pick<ReceivedDelivery, 'receivedAt' | 'events'>[]> {
    return this.#database.use(async (db) => {
      const rows = await db
        .selectFrom('deliveries')
        .select(['received_at', 'events'])
        .where('connection', '=', connection)
        .orderBy('received_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ receivedAt: Number(row.received_at), events: JSON.parse(row.events) }));
    });
  }

  marks(): Promise<ReadonlyMap<string, number>> {
    return this.#database.use(async (db) => {
      const rows = await db.selectFrom('event_marks').selectAll().execute();
      return new Map(rows.map(({ connection, mark }) => [connection, mark]));
    });
  }

  async purge(before: number, limit: number): Promise<number> {
    const purged = await this.#database.use((db) =>
      db
        .deleteFrom('deliveries')
        .where('id', 'in', (delivery) =>
          this.#database.dialect.passOverTaken(
            delivery.selectFrom('deliveries').select('id').where('expires_at', '<', before).limit(limit),
          ),
        )
        .executeTakeFirst(),
    );
    return Number(purged.numDeletedRows);
  }
}
