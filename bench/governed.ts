import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** The platform as a user starts it, on a data folder of its own. */
export class GovernedServer implements AsyncDisposable {
  readonly process: ServerProcess;
  readonly adminKey: string;
  readonly #folder: string;
  readonly #logFile: string;

  private constructor(server: ServerProcess, folder: string, logFile: string) {
    this.process = server;
    this.adminKey = ADMIN_KEY.exec(server.printed)?.[1] ?? '';
    this.#folder = folder;
    this.#logFile = logFile;
  }

  static async start(env: Record<string, string> = {}): Promise<GovernedServer> {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-bench-'));
    const logFile = join(folder, 'log.jsonl');
    const ready = (printed: string) =>
      printed.includes('Stop with') ? Number(BANNER_PORT.exec(printed)?.[1]) : undefined;
    const server = await ServerProcess.start('governed', ['bin/mcp-platform.cjs', 'start'], ready, {
      env: { PORT: '0', DATA_DIR: join(folder, 'data'), ...UNLIMITED, ...env },
      logFile,
    });
    return new GovernedServer(server, folder, logFile);
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

  /** Rows of calls in the audit table, read from the database file itself. */
  auditedCalls(): number {
    const database = new SqliteFile(join(this.#folder, 'data', 'platform.db'), { readonly: true });
    try {
      const { rows } = database.prepare("select count(*) as rows from audit_entries where kind = 'call'").get() as {
        rows: number;
      };
      return rows;
    } finally {
      database.close();
    }
  }

  /** Lines of calls in the log. */
  loggedCalls(): number {
    return readFileSync(this.#logFile, 'utf8').split('"event":"call"').length - 1;
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
