import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallRequest } from '../../src/kernel/call.ts';
import type { PlatformError } from '../../src/kernel/errors.ts';
import { openTestGateway, type TestGatewayOptions } from '../support/test-gateway.ts';

/** How a call ended: `ok`, or the code and details of its error. */
export interface End {
  readonly code: string;
  readonly retryAfterMs?: number;
  readonly sent?: string;
}

/** A read that no cache answers. */
export const READ = 'acme_get_row';
/** A write that may not be sent twice. */
export const WRITE = 'acme_rename_row';
/** A read that is cached for a minute. */
export const CACHED = 'acme_list_rows';

const NO_RATE = { callsPerMinute: 1_000_000, burst: 100_000 };
const INPUTS: Readonly<Record<string, object>> = {
  [READ]: { id: '1' },
  [WRITE]: { id: '1', name: 'One' },
  [CACHED]: {},
};

/** The gateway of tests with no retries, as far as they are not asked for, and calls told by how they ended. */
export async function setUp(options: TestGatewayOptions = {}) {
  const platform = await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 }, rate: NO_RATE, ...options });
  const ask = (tool = READ, input: unknown = INPUTS[tool], more: Partial<CallRequest> = {}) =>
    platform.gateway.call(platform.request(platform.principal('operator'), tool, input, more));
  const call = (...args: Parameters<typeof ask>): Promise<End> =>
    ask(...args).then(
      () => ({ code: 'ok' }),
      ({ code, details }: PlatformError) => ({ code, ...details }),
    );
  /** So many calls, one after the other; gives their codes. */
  const calls = async (count: number, ...args: Parameters<typeof ask>) => {
    const codes: string[] = [];
    for (let n = 0; n < count; n += 1) codes.push((await call(...args)).code);
    return codes;
  };
  const { breaker, bulkhead } = platform.runtime;
  return Object.assign(platform, { ask, call, calls, breaker, bulkhead });
}

/** Lets everything that can go on without time go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}
