import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import SqliteFile from 'better-sqlite3';
import { ServerProcess } from './server-process.ts';

const BANNER_PORT = /MCP\s+http:\/\/127\.0\.0\.1:(\d+)\/mcp/;
const ADMIN_KEY = /Admin key\s+(mcpk_\S+)/;

/** Limits that the load would meet, raised; everything else is as a user gets it. */
const UNLIMITED = {
  RATE_CALLS_PER_MINUTE: '1000000',
  RATE_BURST: '100000',
  CONNECTION_CONCURRENCY: '1000',
};

/** Calls as they were recorded. */
export interface Recorded {
  readonly audited: number;
  readonly logged: number;
}

/** Where the audit rows of a platform are counted, of all calls or of those answered as `cache` says. */
export type CountAudited = (cache?: string) => Promise<number>;

/** Longer than the platform gathers rows and lines before it writes them. */
const GROUP_COMMIT_MS = 1_000;

/** The platform as a user starts it, on a data folder of its own. */
export class GovernedServer implements AsyncDisposable {
  readonly process: ServerProcess;
  readonly adminKey: string;
  readonly #folder: string;
  readonly #logFile: string;
  readonly #countAudited: CountAudited;

  private constructor(server: ServerProcess, folder: string, logFile: string, countAudited: CountAudited) {
    this.process = server;
    this.adminKey = ADMIN_KEY.exec(server.printed)?.[1] ?? '';
    this.#folder = folder;
    this.#logFile = logFile;
    this.#countAudited = countAudited;
  }

  /** Rows are counted in its own SQLite, or where its records are instead. */
  static async start(env: Record<string, string> = {}, countAudited?: CountAudited): Promise<GovernedServer> {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-bench-'));
    const logFile = join(folder, 'log.jsonl');
    const ready = (printed: string) =>
      printed.includes('Stop with') ? Number(BANNER_PORT.exec(printed)?.[1]) : undefined;
    const server = await ServerProcess.start('governed', ['bin/mcp-platform.cjs', 'start'], ready, {
      env: { PORT: '0', DATA_DIR: join(folder, 'data'), ...UNLIMITED, ...env },
      logFile,
    });
    return new GovernedServer(server, folder, logFile, countAudited ?? inSqlite(join(folder, 'data', 'platform.db')));
  }

  /** Makes keys by the same action that the command line uses. */
  async makeKeys(count: number): Promise<string[]> {
    const keys: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const { key } = (await this.#post('/api/v1/admin/keys.create', { name: `bench ${n}`, role: 'operator' })) as {
        key: string;
      };
      keys.push(key);
    }
    return keys;
  }

  /** Calls that left a row in the audit table, read from the database itself, and a line in the log. */
  async recordedCalls(cache?: string): Promise<Recorded> {
    await setTimeout(GROUP_COMMIT_MS);
    return { audited: await this.#countAudited(cache), logged: this.#loggedCalls(cache) };
  }

  /** Checks that since then exactly `sent` calls were audited and logged, each answered as `cache` says. Gives their number. */
  async recordedSince(before: Recorded, sent: number, cache = 'hit'): Promise<number> {
    const now = await this.recordedCalls();
    const audited = now.audited - before.audited;
    const logged = now.logged - before.logged;
    if (audited !== sent || logged !== sent) {
      throw new Error(`${sent} calls were sent, ${audited} audited and ${logged} logged.`);
    }
    const { audited: ofKind } = await this.recordedCalls(cache);
    if (ofKind < sent) throw new Error(`Of ${sent} calls ${ofKind} were answered as a ${cache}.`);
    return sent;
  }

  #loggedCalls(cache: string | undefined): number {
    const lines = readFileSync(this.#logFile, 'utf8').split('\n');
    return lines.filter((line) => line.includes('"event":"call"') && (!cache || line.includes(`"cache":"${cache}"`)))
      .length;
  }

  async #post(path: string, body: object): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${this.process.port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function inSqlite(file: string): CountAudited {
  return async (cache) => {
    const database = new SqliteFile(file, { readonly: true });
    try {
      const which = "select count(*) as calls from audit_entries where kind = 'call'";
      const found = cache ? database.prepare(`${which} and answered_by = ?`).get(cache) : database.prepare(which).get();
      return (found as { calls: number }).calls;
    } finally {
      database.close();
    }
  };
}
