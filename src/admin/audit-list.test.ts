import { describe, expect, it } from 'vitest';
import { openTestAdmin } from '../../test/support/test-admin.ts';
import type { AuditEntry } from '../kernel/audit-entry.ts';

let made = 0;
const entry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  id: `id-${++made}`,
  at: Date.UTC(2026, 10, 22),
  kind: 'call',
  principalId: 'ada',
  principalName: 'Ada',
  face: 'mcp',
  correlationId: 'c',
  subject: 'acme_list_rows',
  outcome: 'ok',
  count: 1,
  ...over,
});

type Row = Record<string, unknown>;

describe('audit.list', () => {
  it('shows rows newest first, those that wait to be committed included, each with its call', async () => {
    await using platform = await openTestAdmin();
    await platform.trail.commit(entry({ id: 'call-1', kind: 'intent', callId: 'call-0', outcome: 'intent' }));
    platform.trail.record(entry({ id: 'call-2', attempts: 2, answeredBy: 'miss', durationMs: 5 }));

    const { rows } = await platform.perform<{ rows: Row[] }>('audit.list');

    expect(rows).toEqual([
      {
        at: '2026-11-22T00:00:00.000Z',
        kind: 'call',
        callId: 'call-2',
        principalId: 'ada',
        principalName: 'Ada',
        face: 'mcp',
        correlationId: 'c',
        subject: 'acme_list_rows',
        outcome: 'ok',
        count: 1,
        attempts: 2,
        answeredBy: 'miss',
        durationMs: 5,
      },
      expect.objectContaining({ kind: 'intent', callId: 'call-0' }),
    ]);
  });

  it('shows only what is asked for', async () => {
    await using platform = await openTestAdmin();
    for (const principalId of ['ada', 'bob']) {
      for (const subject of ['acme_list_rows', 'acme_set_row']) {
        await platform.trail.commit(entry({ principalId, subject }));
      }
    }
    const count = async (query: object) => (await platform.perform<{ rows: Row[] }>('audit.list', query)).rows.length;

    expect(await count({ principalId: 'bob' })).toBe(2);
    expect(await count({ principalId: 'bob', subject: 'acme_set_row' })).toBe(1);
    expect(await count({ subject: 'acme_get_row' })).toBe(0);
    expect(await count({ limit: 3 })).toBe(3);
  });

  it.each([{ limit: 0 }, { limit: 1_001 }, { limit: 1.5 }, { since: 1 }])('refuses %j', async (query) => {
    await using platform = await openTestAdmin();
    await expect(platform.perform('audit.list', query)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it.each(['viewer', 'analyst', 'operator'] as const)('is nothing for the role %s', async (role) => {
    await using platform = await openTestAdmin();
    const refused = platform.perform('audit.list', {}, platform.principal(role));
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  });
});
