import { describe, expect, it } from 'vitest';
import { refuseUserErrors, UserErrors } from './user-errors.ts';

describe('user errors', () => {
  it('become a refusal that names what to change, and that nothing was done', () => {
    const errors = UserErrors.parse([
      { field: ['product', 'seo', 'title'], message: 'Title is too long' },
      { field: null, message: 'Product\r\ncannot be changed' },
    ]);

    expect(() => refuseUserErrors(errors)).toThrow(
      expect.objectContaining({
        code: 'upstream_rejected',
        message: 'Shopify refused the change: Title is too long Product cannot be changed',
        details: {
          issues: [
            { path: 'product.seo.title', message: 'Title is too long' },
            { path: '', message: 'Product cannot be changed' },
          ],
          sent: 'no',
        },
      }),
    );
  });

  it('that are none refuse nothing', () => {
    expect(() => refuseUserErrors([])).not.toThrow();
  });

  const refused = { code: 'upstream_rejected', details: { sent: 'no', issues: [{ path: 'idempotencyKey' }] } };
  const underWay = { code: 'upstream_failed', details: { sent: 'unknown' } };

  it.each([
    ['IDEMPOTENCY_CONCURRENT_REQUEST', 'This request is currently in progress, please try again.', underWay],
    [
      'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
      'A previous request with this idempotency key failed. Retry with a new idempotency key.',
      refused,
    ],
    [
      'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
      'The same idempotency key cannot be used with different operation parameters.',
      refused,
    ],
  ])('about a key say what to do with it, by code and by words alone: %s', (code, message, ending) => {
    for (const told of [
      { field: null, message: 'In words of another day', code },
      { field: null, message },
    ]) {
      const errors = UserErrors.parse([{ field: ['input'], message: 'Something else too' }, told]);

      expect(thrownBy(() => refuseUserErrors(errors))).toMatchObject(ending);
    }
  });
});

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
