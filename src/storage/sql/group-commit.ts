import type SqliteFile from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Works that share a commit at most: the event loop stands still for as long as they take. */
const GROUP_MAX = 64;

type Work<Result> = (transaction: Kysely<Tables>) => Promise<Result>;

interface Waiting {
  run(transaction: Kysely<Tables>): Promise<Ended>;
  reject(error: unknown): void;
}

/** How a work ended within its group; it is told when the group is committed. */
type Ended = { tell(): void; readonly failed: boolean };

/**
 * Lets works that come in one turn of the event loop share one transaction, and so one wait for the disk, which is what
 * a write costs most. Each is a savepoint of its own: what throws leaves nothing behind and takes nobody along. A promise
 * is settled when the commit is on the disk; where that fails, every work of the group is rejected and none has written.
 */
export class GroupCommit {
  readonly #kysely: Kysely<Tables>;
  readonly #file: SqliteFile.Database;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;

  constructor(kysely: Kysely<Tables>, file: SqliteFile.Database) {
    this.#kysely = kysely;
    this.#file = file;
  }

  /** Runs `work` in a transaction with what else comes in this turn, each seeing what those before it wrote. */
  run<Result>(work: Work<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ run: (transaction) => ended(() => work(transaction), resolve, reject), reject });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise<void>((resolve) => void setImmediate(resolve));
      await this.#commit(this.#waiting.splice(0, GROUP_MAX));
    }
    this.#committing = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const ends = await this.#kysely.transaction().execute((transaction) => this.#runEach(group, transaction));
      for (const { tell } of ends) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async #runEach(group: readonly Waiting[], transaction: Kysely<Tables>): Promise<readonly Ended[]> {
    const ends: Ended[] = [];
    for (const waiting of group) {
      this.#file.exec('savepoint work');
      const end = await waiting.run(transaction);
      // Where SQLite has ended the transaction by itself (a full disk), this throws, and the group is over.
      this.#file.exec(end.failed ? 'rollback to work; release work' : 'release work');
      ends.push(end);
    }
    return ends;
  }
}

async function ended<Result>(
  work: () => Promise<Result>,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): Promise<Ended> {
  try {
    const result = await work();
    return { failed: false, tell: () => resolve(result) };
  } catch (error) {
    return { failed: true, tell: () => reject(error) };
  }
}
