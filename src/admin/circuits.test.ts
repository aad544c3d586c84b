import { describe, expect, it } from 'vitest';
import { openTestAdmin } from '../../test/support/test-admin.ts';

const CONNECTION = { connection: 'acme/default' };

describe('the actions on circuits', () => {
  it('open one by hand, show that it is held, and close it', async () => {
    await using platform = await openTestAdmin();

    const opened = [
      await platform.perform('circuits.open', CONNECTION),
      await platform.perform('circuits.open', CONNECTION),
    ];
    const listed = await platform.perform('circuits.list');
    const closed = [
      await platform.perform('circuits.close', CONNECTION),
      await platform.perform('circuits.close', CONNECTION),
    ];

    expect(opened).toEqual([
      { opened: true, replicas: 'this' },
      { opened: false, replicas: 'this' },
    ]);
    expect(listed).toEqual({
      circuits: [{ ...CONNECTION, state: 'open', held: true, failuresInARow: 0, slow: 0, scopes: 0 }],
    });
    expect(closed).toEqual([
      { closed: true, quotaFreed: false, replicas: 'this' },
      { closed: false, quotaFreed: false, replicas: 'this' },
    ]);
  });

  it('show a quota that the vendor called used up, and free it', async () => {
    await using platform = await openTestAdmin();
    platform.circuit.stops.stop(undefined, platform.clock.now() + 60_000, 'Used up.');

    const listed = await platform.perform('circuits.list');
    const closed = await platform.perform('circuits.close', CONNECTION);

    expect(listed).toMatchObject({ circuits: [{ state: 'closed', usedUpForMs: 60_000, scopes: 0 }] });
    expect(closed).toEqual({ closed: false, quotaFreed: true, replicas: 'this' });
    expect(platform.circuit.stops.refusal(undefined)).toBeUndefined();
  });

  it('are audited with the connection that they were done to', async () => {
    await using platform = await openTestAdmin();
    await platform.perform('circuits.open', CONNECTION);

    expect(await platform.audits.find({ limit: 1 })).toMatchObject([
      { subject: 'circuits.open', detail: 'acme/default', outcome: 'ok', effect: 'write' },
    ]);
  });

  it('name the connection that was meant, and are not for operators', async () => {
    await using platform = await openTestAdmin();

    await expect(platform.perform('circuits.close', { connection: 'acme/defualt' })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('acme/default'),
    });
    await expect(platform.perform('circuits.open', CONNECTION, platform.principal('operator'))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
