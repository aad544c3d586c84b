import type { LearnedSecret, LearnedSecretStore } from '../../connections/learned-secret-store.ts';
import type { SqlDatabase } from './database.ts';

/** Keeps learned secrets in the table `learned_secrets`. */
export class SqlLearnedSecretStore implements LearnedSecretStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  find(connection: string, name: string): Promise<LearnedSecret | undefined> {
    return this.#database.use((db) =>
      db
        .selectFrom('learned_secrets')
        .selectAll()
        .where('connection', '=', connection)
        .where('name', '=', name)
        .executeTakeFirst(),
    );
  }

  async put(secret: LearnedSecret): Promise<void> {
    const { source, sealed, at } = secret;
    await this.#database.use((db) =>
      db
        .insertInto('learned_secrets')
        .values(secret)
        .onConflict((conflict) => conflict.columns(['connection', 'name']).doUpdateSet({ source, sealed, at }))
        .execute(),
    );
  }

  async putFirst(secret: LearnedSecret): Promise<boolean> {
    const { source, sealed, at } = secret;
    const kept = await this.#database.use((db) =>
      db
        .insertInto('learned_secrets')
        .values(secret)
        .onConflict((conflict) =>
          conflict
            .columns(['connection', 'name'])
            .doUpdateSet({ source, sealed, at })
            .where('learned_secrets.source', '!=', source),
        )
        .returning('name')
        .executeTakeFirst(),
    );
    return kept !== undefined;
  }

  async forget(connection: string): Promise<void> {
    await this.#database.use((db) => db.deleteFrom('learned_secrets').where('connection', '=', connection).execute());
  }
}
