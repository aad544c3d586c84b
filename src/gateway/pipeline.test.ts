import { describe, expect, it } from 'vitest';
import { ACME_SECRET, acmeConnection } from '../../test/support/acme.ts';
import { openTestGateway, type TestGateway, type TestGatewayOptions } from '../../test/support/test-gateway.ts';
import type { CallRequest } from '../kernel/call.ts';
import { PlatformError } from '../kernel/errors.ts';
import type { Outcome } from '../kernel/outcome.ts';
import { WireError } from '../kernel/wire.ts';
import { createSteps } from './create-steps.ts';
import { createInvoke } from './invoke.ts';
import { newCall } from './new-call.ts';
import { foldPipeline, PIPELINE, type StepName } from './pipeline.ts';

type Run = (request: CallRequest) => Promise<Outcome>;

interface Scenario {
  readonly says: string;
  readonly options?: TestGatewayOptions;
  /** Asserts what the step is for. It must fail when the step is not there. */
  play(run: Run, parts: TestGateway): Promise<void>;
}

/** Runs calls through a pipeline of the given rows, over the real steps and stores. */
function runner(parts: TestGateway, rows: typeof PIPELINE | (typeof PIPELINE)[number][]): Run {
  const steps = createSteps(parts.parts, parts.catalog);
  const invoke = createInvoke(parts.parts);
  return async (request) => {
    const call = newCall(request, parts.catalog, parts.clock, parts.parts.options.deadlineMs);
    return foldPipeline(steps, call.tool?.effect ?? 'read', invoke, rows)(call);
  };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof PlatformError ? error.code : `stranger: ${error}`),
  );

const READ = 'acme_list_rows';
const WRITE = 'acme_rename_row';
const RENAME = { id: '1', name: 'One' };

const SCENARIOS: Record<StepName, Scenario> = {
  audit: {
    says: 'records what was answered and what was refused',
    async play(run, { principal, request, trail, audits }) {
      await run(request(principal('admin'), READ, {}));
      await code(run(request(principal('viewer'), WRITE, RENAME)));
      await trail.flush();
      const rows = await audits.find({ limit: 10 });
      expect(rows.map(({ subject, outcome }) => [subject, outcome])).toEqual([
        [WRITE, 'forbidden'],
        [READ, 'ok'],
      ]);
    },
  },
  throttle: {
    says: 'refuses a principal who calls too often, and nobody else',
    options: { rate: { callsPerMinute: 60, burst: 2 } },
    async play(run, { principal, request }) {
      const calls = [1, 2, 3, 4].map(() => code(run(request(principal('admin', {}, 'a'), READ, {}))));
      expect(await Promise.all(calls)).toContain('rate_limited');
      expect(await code(run(request(principal('admin', {}, 'b'), READ, {})))).toBe('ok');
    },
  },
  'authorize-tool': {
    says: 'refuses a tool beyond the role before it looks at the arguments',
    async play(run, { principal, request, vendor }) {
      expect(await code(run(request(principal('viewer'), WRITE, { nonsense: true })))).toBe('forbidden');
      expect(await code(run(request(principal('admin', { tools: [READ] }), WRITE, RENAME)))).toBe('forbidden');
      expect(await code(run(request(principal('admin'), 'acme_no_such_tool', {})))).toBe('unknown_tool');
      expect(vendor.requests).toHaveLength(0);
    },
  },
  validate: {
    says: 'refuses arguments that do not fit, and fills in defaults',
    async play(run, { principal, request, vendor }) {
      expect(await code(run(request(principal('admin'), READ, { limit: 'many' })))).toBe('invalid_input');
      expect(await code(run(request(principal('admin'), READ, { limits: 1 })))).toBe('invalid_input');
      expect(vendor.requests).toHaveLength(0);
      await run(request(principal('admin'), READ, {}));
      expect(vendor.requests[0]?.url).toContain('limit=3');
    },
  },
  'authorize-input': {
    says: 'refuses a connection beyond the grant',
    options: { connections: [acmeConnection(), acmeConnection('second')] },
    async play(run, { principal, request, vendor }) {
      const limited = principal('admin', { connections: ['acme/default'] });
      expect(await code(run(request(limited, READ, { connection: 'second' })))).toBe('forbidden');
      expect(vendor.requests).toHaveLength(0);
    },
  },
  redact: {
    says: 'masks personal fields for those who may not see them, out of the same cached answer',
    async play(run, { principal, request, vendor }) {
      const shown = await run(request(principal('operator'), READ, { limit: 1 }));
      const masked = await run(request(principal('analyst'), READ, { limit: 1 }));
      expect(shown.value.rows).toEqual([{ id: 'row-0', owner: 'Ada 0' }]);
      expect(masked.value.rows).toEqual([{ id: 'row-0', owner: '[masked]' }]);
      expect(vendor.requests).toHaveLength(1);
    },
  },
  deduplicate: {
    says: 'carries a write out once for its key and replays its outcome',
    async play(run, { principal, request, vendor }) {
      const once = request(principal('admin'), WRITE, RENAME, { idempotencyKey: 'k-1' });
      const first = await run(once);
      expect((await run(once)).value).toEqual(first.value);
      expect(vendor.requests).toHaveLength(1);
    },
  },
  cache: {
    says: 'answers a repeated read from memory until a write of the connection',
    async play(run, { principal, request, vendor }) {
      const read = request(principal('admin'), READ, {});
      expect(await run(read)).toBe(await run(read));
      expect(vendor.requests).toHaveLength(1);
      await run(request(principal('admin'), WRITE, RENAME));
      await run(read);
      expect(vendor.requests).toHaveLength(3);
    },
  },
  'dead-letter': {
    says: 'keeps a write that ran out of retries, and answers its key with that',
    options: { retry: { retries: 0, baseMs: 1, capMs: 1 } },
    async play(run, { principal, request, vendor }) {
      vendor.behave = () => new WireError('connect', 'no', 'Nobody is there.');
      const once = request(principal('admin'), WRITE, RENAME, { idempotencyKey: 'k-1' });
      expect(await code(run(once))).toBe('parked');
      vendor.behave = () => ({});
      expect(await code(run(once))).toBe('parked');
      expect(vendor.requests).toHaveLength(1);
    },
  },
  retry: {
    says: 'sends a read again after passing errors',
    async play(run, { principal, request, vendor, clock }) {
      vendor.behave = (_, n) => (n < 2 ? { status: 503 } : {});
      const answer = code(run(request(principal('admin'), READ, {})));
      await clock.advance(10_000);
      expect(await answer).toBe('ok');
      expect(vendor.requests).toHaveLength(3);
    },
  },
  breaker: {
    says: 'stops asking a vendor that fails',
    options: { retry: { retries: 0, baseMs: 1, capMs: 1 } },
    async play(run, { principal, request, vendor }) {
      vendor.behave = () => ({ status: 500 });
      const codes: string[] = [];
      for (let n = 1; n <= 8; n += 1) codes.push(await code(run(request(principal('admin'), READ, { limit: n }))));
      expect(codes).toEqual([...Array(5).fill('upstream_failed'), ...Array(3).fill('circuit_open')]);
      expect(vendor.requests).toHaveLength(5);
    },
  },
  spend: {
    says: 'keeps to the places of the connection and to the quota of the vendor',
    options: { places: 1, retry: { retries: 0, baseMs: 1, capMs: 1 } },
    async play(run, { principal, request, vendor }) {
      vendor.behave = () => 'hang';
      void code(run(request(principal('admin'), READ, { limit: 1 })));
      void code(run(request(principal('admin'), READ, { limit: 2 })));
      await new Promise((resolve) => setImmediate(resolve));
      expect(vendor.requests).toHaveLength(1);
    },
  },
  timeout: {
    says: 'ends an attempt whose time is up',
    options: { attemptMs: 1_000, retry: { retries: 0, baseMs: 1, capMs: 1 } },
    async play(run, { principal, request, vendor, clock }) {
      vendor.behave = () => 'hang';
      const ended = code(run(request(principal('admin'), READ, {})));
      const waited = new Promise<string>((resolve) => setTimeout(resolve, 1_000, 'still waiting'));
      await clock.advance(1_000);
      expect(await Promise.race([ended, waited])).toBe('upstream_timeout');
    },
  },
  scrub: {
    says: 'takes the secrets of the connection out of what the vendor says',
    async play(run, { principal, request, vendor }) {
      const leaking = JSON.stringify({ rows: [{ id: '1', owner: 'Ada', note: `token ${ACME_SECRET}` }] });
      vendor.behave = () => ({ body: leaking });
      const { value } = await run(request(principal('admin'), READ, {}));
      expect(JSON.stringify(value)).not.toContain(ACME_SECRET);
    },
  },
};

describe('the pipeline', () => {
  it.each(Object.entries(SCENARIOS))('%s: $says', async (_, { options, play }) => {
    await using parts = await openTestGateway(options);
    await play(runner(parts, PIPELINE), parts);
  });

  it.each(Object.entries(SCENARIOS))('without its row, %s does not hold', async (name, { options, play }) => {
    await using parts = await openTestGateway(options);
    const without = PIPELINE.filter(([step]) => step !== name);
    await expect(play(runner(parts, without), parts)).rejects.toThrow();
  });

  it('ends quota waits that are longer than a call may wait with the time to come back', async () => {
    await using parts = await openTestGateway();
    const run = runner(parts, PIPELINE);
    const who = parts.principal('admin');
    await run(parts.request(who, READ, { limit: 100 }));
    await expect(run(parts.request(who, READ, { limit: 99 }))).rejects.toMatchObject({
      code: 'upstream_throttled',
      details: { sent: 'no' },
    });
  });
});

describe('the order of the pipeline', () => {
  const place = (name: StepName) => PIPELINE.findIndex(([step]) => step === name);

  // biome-ignore format: a table is read in columns
  it.each([
    ['audit',           'throttle',        'a refusal for too many calls is recorded'],
    ['throttle',        'authorize-tool',  'guessing names is paid for'],
    ['authorize-tool',  'validate',        'a stranger learns nothing of the schema'],
    ['validate',        'authorize-input', 'rules see what was parsed'],
    ['authorize-input', 'deduplicate',     'a replay is given only to who may call'],
    ['redact',          'deduplicate',     'a replay is redacted for who asks now'],
    ['redact',          'cache',           'one cached answer serves different views'],
    ['deduplicate',     'retry',           'a retry stays within its claim'],
    ['cache',           'retry',           'a hit costs no attempt'],
    ['retry',           'breaker',         'each attempt is counted'],
    ['breaker',         'spend',           'an open circuit spends nothing'],
    ['spend',           'timeout',         'waiting for a place is not the time of the vendor'],
    ['timeout',         'scrub',           'nothing leaves an attempt unscrubbed'],
    ['deduplicate',     'dead-letter',     'a write is kept under the record that claimed its key'],
    ['cache',           'dead-letter',     'the answers of the connection are old before and after, whatever became of the write'],
    ['dead-letter',     'retry',           'a write is kept after its last attempt, not after its first'],
    ['dead-letter',     'scrub',           'what a letter says of the vendor was scrubbed'],
    ['cache',           'scrub',           'what is cached was scrubbed'],
  ] as const satisfies readonly (readonly [StepName, StepName, string])[])('%s comes before %s: %s', (earlier: StepName, later: StepName, _because: string) => {
    expect(place(earlier)).toBeLessThan(place(later));
  });
});
