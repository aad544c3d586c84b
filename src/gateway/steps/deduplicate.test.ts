import { expect, it } from 'vitest';
import { openTestGateway } from '../../../test/support/test-gateway.ts';
import { WireError } from '../../kernel/wire.ts';

const INPUT = { id: '1', name: 'One' };

it('frees the key of a write that failed before the vendor had it', async () => {
  await using platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 } });
  const { gateway, vendor, request, principal } = platform;
  const write = () => gateway.call(request(principal('operator'), 'acme_rename_row', INPUT, { idempotencyKey: 'k' }));
  vendor.behave = (_request, n) => (n === 0 ? new WireError('connect', 'no', 'Nobody is there.') : {});

  const failed = await write().catch((error) => error);
  const again = await write();

  expect(failed).toMatchObject({ code: 'upstream_failed', details: { sent: 'no' } });
  expect(again.facts.replayed).toBe(false);
  expect(again.facts.possibleDuplicateOf).toBeUndefined();
  expect(vendor.requests).toHaveLength(2);
});

it('keeps the key of a write that may have been carried out, until a person settles it', async () => {
  await using platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 } });
  const { gateway, vendor, request, principal } = platform;
  const write = () => gateway.call(request(principal('operator'), 'acme_rename_row', INPUT, { idempotencyKey: 'k' }));
  vendor.behave = () => new WireError('reset', 'unknown', 'It broke.');

  const errors = [await write().catch((error) => error), await write().catch((error) => error)];

  expect(errors.map(({ code }) => code)).toEqual(['outcome_unknown', 'outcome_unknown']);
  expect(errors[1].details.record).toBe(errors[0].details.record);
  expect(vendor.requests).toHaveLength(1);
});
