import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type EmulatedShop, openEmulatedShop } from './emulated-shop.ts';
import { restOf } from './platform-client.ts';
import { type PlatformProcess, startPlatform, temporaryFolder } from './platform-process.ts';

const WRITE = 'shopify_update_product_seo';
const MUTATION = 'UpdateProductSeo';
const PRODUCT = '8100000000010';
const UNHURRIED = { RATE_CALLS_PER_MINUTE: '1000000', RATE_BURST: '100000' };
const QUICK = { maximumAvailable: 1e7, restoreRate: 1e6 };
/** Written by each of so many at a time, one after the other. */
const WRITERS = 16;
const WRITES_MIN = 10;

/** One write, as the caller knows it. */
interface Written {
  readonly key: string;
  readonly title: string;
  /** The answer, where one came before the end. */
  readonly acknowledged?: string;
}

export interface KillFindings {
  kills: number;
  /** Writes that were sent, and those that were answered as done before the kill. */
  sent: number;
  acknowledged: number;
  /** Answered as done, and then not known, answered otherwise, or not with the vendor exactly once. */
  lost: number;
  /** With the vendor more than once. */
  doubled: number;
  /** Not answered before the kill; sent again, each was carried out, replayed, or said to be of unknown outcome. */
  repeated: number;
  unknown: number;
  /** Sent again, and answered with something else. */
  strange: string[];
  /** What SQLite says of each file after each kill. */
  integrity: Set<string>;
  restartMs: number[];
  /** From the first write of a round to its kill, over all rounds. */
  writingMs: number;
}

export interface KillOptions {
  /** A kill comes after so many writes of its round at most. */
  readonly writesMax?: number;
  readonly tell?: (round: number) => void;
}

/**
 * Kills the platform (SIGKILL) again and again while it writes, and holds what callers were told against what the vendor
 * was asked. The ledger is kept here and by the vendor, outside the process that dies.
 */
export async function killDuringWrites(
  rounds: number,
  { writesMax = 160, tell = () => {} }: KillOptions = {},
): Promise<KillFindings> {
  using folder = temporaryFolder();
  await using shop = await openEmulatedShop({ bucket: QUICK });
  const findings: KillFindings = {
    kills: 0,
    sent: 0,
    acknowledged: 0,
    lost: 0,
    doubled: 0,
    repeated: 0,
    unknown: 0,
    strange: [],
    integrity: new Set(),
    restartMs: [],
    writingMs: 0,
  };
  let key = '';
  let before: readonly Written[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    tell(round);
    const startedAt = performance.now();
    await using platform = await startPlatform({ folder: folder.path, settings: { ...shop.settings, ...UNHURRIED } });
    key ||= platform.key;
    if (round > 0) findings.restartMs.push(performance.now() - startedAt);
    await settle(platform, key, shop, before, findings);
    if (round === rounds) break;
    const writes = WRITES_MIN + Math.random() * (writesMax - WRITES_MIN);
    before = await writeUntilKilled(platform, key, writes, findings);
    findings.kills += 1;
    findings.integrity.add(integrityOf(join(folder.path, 'platform.db')));
  }
  return findings;
}

async function writeUntilKilled(
  platform: PlatformProcess,
  key: string,
  afterWrites: number,
  findings: KillFindings,
): Promise<readonly Written[]> {
  const rest = restOf(platform, key);
  const written: Written[] = [];
  const startedAt = performance.now();
  let isOver = false;
  const write = async () => {
    while (!isOver) {
      const one = { key: randomUUID(), title: randomUUID() };
      try {
        const answer = await rest.call(WRITE, { id: PRODUCT, title: one.title }, { 'idempotency-key': one.key });
        if (answer.status !== 200) findings.strange.push(answer.text);
        written.push({ ...one, acknowledged: answer.text });
        if (written.length >= afterWrites && !isOver) {
          isOver = true;
          findings.writingMs += performance.now() - startedAt;
          platform.signal('SIGKILL');
        }
      } catch {
        written.push(one);
        isOver = true;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  await platform.ended;
  return written;
}

/** Sends every write of the round before again, with its key, and counts what the vendor was asked. */
async function settle(
  platform: PlatformProcess,
  key: string,
  shop: EmulatedShop,
  written: readonly Written[],
  findings: KillFindings,
): Promise<void> {
  const rest = restOf(platform, key);
  for (const { key: idempotencyKey, title, acknowledged } of written) {
    const again = await rest.call(WRITE, { id: PRODUCT, title }, { 'idempotency-key': idempotencyKey });
    findings.sent += 1;
    const isReplayed = again.headers.get('idempotent-replayed') === 'true';
    if (acknowledged === undefined) {
      findings.repeated += 1;
      if (again.json.error?.code === 'outcome_unknown') findings.unknown += 1;
      else if (again.status !== 200) findings.strange.push(again.text);
    } else {
      findings.acknowledged += 1;
      if (again.status !== 200 || !isReplayed || again.text !== acknowledged) findings.lost += 1;
    }
  }
  const asked = Map.groupBy(shop.bodies(MUTATION), (body) => /"title":"([^"]*)"/.exec(body)?.[1] ?? '');
  for (const { title, acknowledged } of written) {
    const times = asked.get(title)?.length ?? 0;
    if (times > 1) findings.doubled += 1;
    if (times === 0 && acknowledged !== undefined) findings.lost += 1;
  }
}

function integrityOf(file: string): string {
  const database = new SqliteFile(file);
  try {
    return String(database.pragma('integrity_check', { simple: true }));
  } finally {
    database.close();
  }
}
