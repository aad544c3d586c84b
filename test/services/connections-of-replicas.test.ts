import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/config/parse-settings.ts';
import { type PlatformSettings, SETTINGS } from '../../src/config/settings.ts';
import { followConnections } from '../../src/jobs/follow-connections.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openOutbound } from '../../src/outbound/client.ts';
import { openCircuits } from '../../src/process/open-circuits.ts';
import { openConnections } from '../../src/process/open-connections.ts';
import { MemoryAnswerCache } from '../../src/storage/memory/memory-answer-cache.ts';
import type { SqlDatabase } from '../../src/storage/sql/database.ts';
import { createSealer } from '../../src/vault/sealer.ts';
import { AcmeVendor, acme } from '../support/acme.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { openFreshPostgres } from '../support/postgres.ts';

const { settings } = parseSettings(SETTINGS, { MOCK_MODE: 'never' }, '/');

async function replica(database: SqlDatabase) {
  const clock = createFakeClock();
  const connections = await openConnections({
    connectors: [acme],
    settings: settings as unknown as PlatformSettings,
    values: {},
    database,
    sealer: createSealer('a key for tests, long enough to be one', 'connections'),
    answers: new MemoryAnswerCache({ entriesMax: 1, bytesMax: 1 }),
    log: silentLog,
    outbound: openOutbound({ userAgent: 'test/1' }),
    clock,
    openEmulator: async () => ({ wire: new AcmeVendor().wire, origin: '', credentials: {}, requests: 0 }),
    circuits: await openCircuits({ settings: settings as unknown as PlatformSettings, connectors: [acme], clock }),
  });
  return { ...connections, clock, notice: () => followConnections(connections).run() };
}

describe('replicas on one PostgreSQL', () => {
  it('follow each other: added, changed, removed and added again', async () => {
    const { database, close } = await openFreshPostgres();
    try {
      const [one, other] = [await replica(database), await replica(database)];
      const seen = () => other.runtimes.byId('acme/berlin')?.connection;
      const add = () => one.records.add('acme', 'berlin', {});

      await add();
      await other.notice();
      const added = seen();
      await one.records.change('acme/berlin', { mock: false });
      await other.notice();
      const changed = seen();
      await other.notice();
      expect(seen()).toBe(changed);
      await one.records.remove('acme/berlin');
      await other.notice();
      const removed = seen();
      await one.clock.advance(10);
      await add();
      await other.notice();

      expect(added).toMatchObject({ id: 'acme/berlin' });
      expect(changed?.credentialVersion).toBeGreaterThan(added?.credentialVersion as number);
      expect(removed).toBeUndefined();
      expect(seen()?.credentialVersion).toBeGreaterThan(changed?.credentialVersion as number);
    } finally {
      await close();
    }
  });
});
