import { describe, expect, it } from 'vitest';
import { acme } from '../../test/support/acme.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { openFreshDatabase } from '../../test/support/fresh-database.ts';
import type { Connector } from '../kernel/connector.ts';
import { silentLog } from '../kernel/log.ts';
import { SqlConnectionStore } from '../storage/sql/sql-connection-store.ts';
import { SqlLearnedSecretStore } from '../storage/sql/sql-learned-secret-store.ts';
import { createSealer } from '../vault/sealer.ts';
import { CONNECTIONS_MAX, ConnectionRecords } from './connection-records.ts';
import { LearnedSecrets } from './learned-secrets.ts';

const KEY = 'a key for tests, long enough to be one';
const CONNECTOR: Connector = {
  ...acme,
  settings: [
    { name: 'ACME_SITE', group: 'Acme', type: 'text', description: 'A site.' },
    { name: 'ACME_TOKEN', group: 'Acme', type: 'secret', description: 'A token.' },
    { name: 'ACME_SECOND', group: 'Acme', type: 'secret', description: 'Another.' },
  ],
};

/** Records in a new database, as each replica opens them. */
async function setUp() {
  const { database, close } = await openFreshDatabase();
  const store = new SqlConnectionStore(database);
  const clock = createFakeClock();
  const open = (key = KEY) => {
    const sealer = createSealer(key, 'connections');
    const learned = new LearnedSecrets({ store: new SqlLearnedSecretStore(database), sealer, clock, log: silentLog });
    return new ConnectionRecords({ connectors: [CONNECTOR], store, learned, sealer, clock, check: () => [] });
  };
  return { store, clock, open, [Symbol.asyncDispose]: close };
}

const TOKENS = { secrets: { ACME_TOKEN: 'hush-1', ACME_SECOND: 'hush-2' } };

describe('a change of a connection', () => {
  it('made by two at once is kept once, and the other is told to look again', async () => {
    await using kept = await setUp();
    const [one, other] = [kept.open(), kept.open()];
    const { id } = await one.add('acme', 'berlin', TOKENS);
    await kept.clock.advance(1);

    const ends = await Promise.allSettled([
      one.change(id, { settings: { ACME_SITE: 'one' } }),
      other.change(id, { settings: { ACME_SITE: 'other' } }),
    ]);

    const lost = ends.filter((end) => end.status === 'rejected');
    expect(lost.map(({ reason }) => reason)).toMatchObject([{ code: 'conflict' }]);
    expect((await kept.store.find(id))?.settings.ACME_SITE).toBe(ends[0].status === 'fulfilled' ? 'one' : 'other');
  });

  it('within the millisecond of the one before is another version, and keeps what it does not name', async () => {
    await using kept = await setUp();
    const records = kept.open();
    const before = await records.add('acme', 'berlin', TOKENS);

    const after = await records.change(before.id, { secrets: { ACME_TOKEN: 'hush-3', ACME_SECOND: '' } });

    expect(after.version).toBeGreaterThan(before.version);
    expect(records.textsOf(after)).toEqual({ ACME_TOKEN: 'hush-3' });
    expect(JSON.stringify(after)).not.toContain('hush');
  });

  it('under another encryption key asks for every secret anew, and takes them', async () => {
    await using kept = await setUp();
    const { id } = await kept.open().add('acme', 'berlin', TOKENS);
    const rekeyed = kept.open('another key for tests, long enough too');

    await expect(rekeyed.change(id, { secrets: { ACME_TOKEN: 'hush-3' } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('ACME_SECOND, ACME_TOKEN'),
    });
    const changed = await rekeyed.change(id, { secrets: { ACME_TOKEN: 'hush-3', ACME_SECOND: 'hush-4' } });

    expect(rekeyed.textsOf(changed)).toEqual({ ACME_TOKEN: 'hush-3', ACME_SECOND: 'hush-4' });
  });
});

describe('what is sealed', () => {
  it('is opened for its own connection and version alone', async () => {
    await using kept = await setUp();
    const records = kept.open();
    const record = await records.add('acme', 'berlin', TOKENS);

    expect(records.textsOf(record)).toEqual(TOKENS.secrets);
    expect(() => records.textsOf({ ...record, id: 'acme/bremen' })).toThrow();
    expect(() => records.textsOf({ ...record, version: record.version + 1 })).toThrow();
  });
});

describe('connections', () => {
  it('are a bounded number, and there is room again when one is removed', async () => {
    await using kept = await setUp();
    const records = kept.open();
    const first = await records.add('acme', 'berlin', TOKENS);
    for (let n = 1; n < CONNECTIONS_MAX; n += 1) {
      await kept.store.add({ ...first, id: `acme/c${n}`, name: `c${n}` });
    }

    await expect(records.add('acme', 'bremen', TOKENS)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'name' }] },
    });
    await records.remove(first.id);

    expect(await records.add('acme', 'bremen', TOKENS)).toMatchObject({ id: 'acme/bremen' });
  });
});
