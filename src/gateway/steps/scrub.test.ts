import { describe, expect, it } from 'vitest';
import { ACME_SECRET } from '../../../test/support/acme.ts';
import type { Call, Next } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { Outcome } from '../../kernel/outcome.ts';
import { createScrubber } from '../../privacy/scrubber.ts';
import type { ConnectionRuntimes } from '../connection-runtime.ts';
import { scrub } from './scrub.ts';

const GONE = '[secret removed]';

/** Runs the step over what an attempt brings back. */
async function brought(next: Next): Promise<Outcome> {
  const runtimes = { of: () => ({ scrub: createScrubber([ACME_SECRET]) }) } as unknown as ConnectionRuntimes;
  return scrub(runtimes)({} as Call, next);
}

function chained(depth: number): Error {
  const cause = depth > 0 ? chained(depth - 1) : undefined;
  return new Error(`${depth}: ${ACME_SECRET}`, cause && { cause });
}

function messagesOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}

describe('what an attempt brings back', () => {
  it('is without secrets, and the very same outcome where there were none', async () => {
    const clean = new Outcome({ note: 'a tea' }, 7);

    expect(await brought(async () => clean)).toBe(clean);
    expect(await brought(async () => new Outcome({ note: `x ${ACME_SECRET}` }, 7))).toMatchObject({
      value: { note: `x ${GONE}` },
      fetchedAt: 7,
    });
  });

  it('as an error is without secrets in message, issues and causes, which keep name, code and stack for the log', async () => {
    const cause = Object.assign(new TypeError(`deep ${ACME_SECRET}`), { code: 'ECONNRESET' });
    const issues = [{ path: 'name', message: `not ${ACME_SECRET}` }];
    const error = new PlatformError(
      'upstream_failed',
      `It said ${ACME_SECRET}.`,
      { issues, sent: 'unknown' },
      { cause },
    );

    const thrown = await brought(() => Promise.reject(error)).catch((one) => one);

    expect(thrown).toMatchObject({
      code: 'upstream_failed',
      message: `It said ${GONE}.`,
      details: { sent: 'unknown', issues: [{ path: 'name', message: `not ${GONE}` }] },
      cause: { name: 'TypeError', code: 'ECONNRESET', message: `deep ${GONE}` },
    });
    expect(thrown.cause.stack).toContain('scrub.test.ts');
    expect(thrown.cause.stack).not.toContain(ACME_SECRET);
  });

  it('keeps causes of causes, so many and no more', async () => {
    const error = new PlatformError('internal', 'It broke.', {}, { cause: chained(9) });

    const thrown = await brought(() => Promise.reject(error)).catch((one) => one);

    expect(messagesOf(thrown.cause)).toEqual([9, 8, 7, 6, 5, 4, 3].map((depth) => `${depth}: ${GONE}`));
  });
});
