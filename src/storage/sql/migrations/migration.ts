import type { Kysely } from 'kysely';
import type { SqlDialect } from '../dialect.ts';

/**
 * One step of the schema, forward only. Its name and its statements never change once a release has them: databases have
 * been through it. Types are those that SQLite and PostgreSQL read alike (text, bigint, double precision); what they do
 * not say alike comes from `dialect`.
 */
export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>, dialect: SqlDialect): Promise<void>;
}
