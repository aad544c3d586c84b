import { describe, expect, it } from 'vitest';
import { SqlIdempotencyStore } from '../../src/storage/sql/sql-idempotency-store.ts';
import { expectAllThere, killWriter } from '../support/killed-writer.ts';
import { createPostgresPlace } from '../support/postgres.ts';

describe('what PostgreSQL has acknowledged', () => {
  it.each([40, 97, 211, 390])('is there after a kill -9 of the writer at about line %i, whole', async (lines) => {
    await using place = createPostgresPlace();

    const acknowledged = await killWriter(place.url, lines);

    await using database = await place.open();
    await expectAllThere(database, acknowledged);
  });

  it('holds no transaction of a killed writer open: its keys can be settled at once', async () => {
    await using place = createPostgresPlace();
    await killWriter(place.url, 50);
    await using database = await place.open({ timeoutMs: 2_000 });

    await new SqlIdempotencyStore(database).recover(Number.MAX_SAFE_INTEGER);

    const open = await database.use((db) =>
      db.selectFrom('write_records').select('id').where('state', 'in', ['claimed', 'sent']).execute(),
    );
    expect(open).toEqual([]);
  });
});
