import type { Circuit } from '../admin/circuit-of.ts';
import type { ConnectionDesk } from '../admin/connection-desk.ts';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { SecondLevel } from '../cache/second-level.ts';
import { ConnectionRecords } from '../connections/connection-records.ts';
import { LearnedSecrets } from '../connections/learned-secrets.ts';
import type { ConnectionRuntimes } from '../gateway/connection-runtime.ts';
import type { Connection } from '../kernel/connection.ts';
import type { SqlDatabase } from '../storage/sql/database.ts';
import { SqlConnectionStore } from '../storage/sql/sql-connection-store.ts';
import { SqlLearnedSecretStore } from '../storage/sql/sql-learned-secret-store.ts';
import type { Sealer } from '../vault/sealer.ts';
import { checkSettings } from './check-settings.ts';
import { LiveConnections, type LiveConnectionsOptions } from './live-connections.ts';

export interface ConnectionsOptions
  extends Omit<LiveConnectionsOptions, 'records' | 'refreshTokenOf' | 'digest' | 'onChange'> {
  readonly database: SqlDatabase;
  readonly sealer: Sealer;
  /** Its answers of a connection that changes become old. */
  readonly answers: AnswerCache;
  /** Its answers name the connections that they are of by these digests. */
  readonly secondLevel?: SecondLevel;
}

/** The connections of a platform: the running ones, their records, and what vendors gave for them. */
export interface Connections extends ConnectionDesk {
  readonly runtimes: ConnectionRuntimes;
  readonly learned: LearnedSecrets;
  running(): readonly Connection[];
  /** What keeps calls from each vendor at this moment, by the connection's id. */
  circuits(): ReadonlyMap<string, Circuit>;
}

/** Opens all connections, of the settings and of the records. */
export async function openConnections(options: ConnectionsOptions): Promise<Connections> {
  const { database, sealer, answers, secondLevel, connectors, settings, clock, log } = options;
  const learned = new LearnedSecrets({ store: new SqlLearnedSecretStore(database), sealer, clock, log });
  const records = new ConnectionRecords({
    connectors,
    store: new SqlConnectionStore(database),
    learned,
    sealer,
    clock,
    check: (connector, texts) => checkSettings(connector, texts, settings).faults,
  });
  const live = await LiveConnections.open({
    ...options,
    records,
    refreshTokenOf: (connection) => learned.refreshTokenOf(connection),
    digest: secondLevel && ((text) => secondLevel.digest(text)),
    onChange: (connection) => answers.raise(connection),
  });
  const { runtimes } = live;
  return {
    records,
    learned,
    runtimes,
    circuits: () => new Map(runtimes.all.map((runtime) => [runtime.connection.id, runtime])),
    running: () => runtimes.all.map(({ connection }) => connection),
    follow: () => live.follow(),
  };
}
