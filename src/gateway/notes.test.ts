import { describe, expect, it } from 'vitest';
import { ACME_SECRET, acmeConnection } from '../../test/support/acme.ts';
import { openTestGateway } from '../../test/support/test-gateway.ts';
import { noteOnce } from './notes.ts';
import { openGateway } from './open-gateway.ts';

describe('a note of a vendor', () => {
  it('is told once for its connection and text, without secrets', async () => {
    await using platform = await openTestGateway({ connections: [acmeConnection(), acmeConnection('second')] });
    const told: string[][] = [];
    const observeNote = (...note: [string, string]) => void told.push(note);
    const gateway = openGateway({ ...platform.parts, observeNote });
    platform.vendor.behave = (_, n) => ({ headers: { warning: n < 3 ? `old, ${ACME_SECRET}` : 'older' } });
    const read = (connection: string) =>
      gateway.call(platform.request(platform.principal('admin'), 'acme_get_row', { id: '1', connection }));

    for (const connection of ['default', 'default', 'second', 'default', 'default']) await read(connection);

    expect(told).toEqual([
      ['acme/default', 'old, [secret removed]'],
      ['acme/second', 'old, [secret removed]'],
      ['acme/default', 'older'],
    ]);
  });

  it('is heard no more from a vendor that has something new to say a thousand times', () => {
    let told = 0;
    const note = noteOnce(() => {
      told += 1;
    });

    for (let n = 0; n < 5_000; n += 1) note('acme/default', `note ${n}`);

    expect(told).toBe(1_000);
  });
});
