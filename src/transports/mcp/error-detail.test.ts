import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../kernel/errors.ts';
import { errorDetail, errorText } from './error-detail.ts';

const CORRELATION = '0af7651916cd43dd8448eb211c80319c';

describe('the error of a write', () => {
  const error = new PlatformError('parked', 'It failed.', { record: 'r1', idempotencyKey: 'k1', sent: 'no' });

  it('tells models and programs under which key the write is found again', () => {
    expect(errorText(error, CORRELATION)).toBe(
      `It failed.\nRecord of this write: r1.\nIdempotency key of this write: k1\n(parked; the operator finds it under ${CORRELATION})`,
    );
    expect(errorDetail(error, CORRELATION)).toEqual({
      code: 'parked',
      status: 503,
      retry: 'after settling',
      record: 'r1',
      idempotencyKey: 'k1',
      correlationId: CORRELATION,
    });
  });

  it('that has none says nothing of it', () => {
    const read = new PlatformError('upstream_failed', 'It failed.');

    expect(errorText(read, CORRELATION)).not.toContain('Idempotency');
  });
});
