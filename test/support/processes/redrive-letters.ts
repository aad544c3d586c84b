import { writeSync } from 'node:fs';
import { WireError } from '../../../src/kernel/wire.ts';
import { openSqlite } from '../../../src/storage/sql/sqlite-database.ts';
import { acme, acmeConnection } from '../acme.ts';
import { letterDesk } from '../letter-desk.ts';
import { openTestGateway } from '../test-gateway.ts';

/** Parks 40 writes, a line each, then sends them all again; each line from then on is something that the vendor did. */
const LETTERS = 40;
const tell = (...words: readonly string[]) => writeSync(1, `${words.join(' ')}\n`);

const platform = await openTestGateway({
  database: await openSqlite(process.argv[2] ?? ''),
  connections: [{ ...acmeConnection(), connector: { ...acme, quota: undefined } }],
  retry: { retries: 0, baseMs: 1, capMs: 1 },
});
platform.runtime.breaker.run = (attempt) => attempt();
const author = platform.principal('operator');
const { redrive } = letterDesk(platform, [author]);

platform.vendor.behave = () => new WireError('connect', 'no', 'Nobody is there.');
for (let n = 0; n < LETTERS; n += 1) {
  const input = { id: `row-${n}`, name: 'One' };
  const request = platform.request(author, 'acme_rename_row', input, { idempotencyKey: `k${n}` });
  const { details } = await platform.gateway.call(request).catch((error) => error);
  tell('parked', `row-${n}`, details.record);
}
platform.vendor.behave = ({ url }) => {
  tell('wrote', url.split('/').at(-1) as string);
  return {};
};
await redrive();
tell('over');
