import { describe, expect, it } from 'vitest';
import { LIST_ORDERS, recorder, run } from '../../test/support/cli-run.ts';
import { PlatformError } from '../kernel/errors.ts';
import { commandsDocument } from './commands-document.ts';
import type { OperatorOptions, StartOptions } from './deps.ts';
import type { Exit } from './exit-codes.ts';
import { CliFailure } from './failure.ts';
import type { Operator } from './operator.ts';

describe('the command line', () => {
  it('tells its version, as JSON where that is asked for', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: '9.8.7\n' });
    expect(JSON.parse((await run(['--version', '--json'])).stdout)).toEqual({ version: '9.8.7' });
  });

  it('shows help on standard output with 0', async () => {
    const { code, stdout } = await run(['tools', 'call', '--help']);

    expect(code).toBe(0);
    expect(stdout).toContain('--arg <name=value>');
    expect(stdout).toContain('--json');
  });

  it('has a page of every command in the reference', () => {
    const page = commandsDocument();

    for (const command of ['start', 'stdio', 'keys create', 'keys list', 'keys revoke', 'tools call', 'doctor'])
      expect(page).toContain(`## mcp-platform ${command}\n`);
    expect(page).toContain('--arg limit=5');
  });

  it('names the command that was probably meant', async () => {
    const { code, stderr } = await run(['strat']);

    expect(code).toBe(64);
    expect(stderr).toMatch(/unknown command 'strat'[\s\S]*Did you mean start\?/);
  });

  it.each([
    [['keys', 'create', '--name', 'x'], '--role'],
    [['keys', 'create', '--name', 'x', '--role', 'viewer', '--expires', 'soon'], '30d'],
    [['keys', 'revoke'], 'id'],
    [['tools', 'call'], 'name'],
    [['tools', 'call', 'x', '--args', '[1]'], 'JSON object'],
    [['tools', 'call', 'x', '--args', '{'], 'not JSON'],
    [['tools', 'call', 'x', '--args', '@/no/such/file'], '/no/such/file'],
    [['tools', 'call', 'x', '--arg', 'limit'], 'name=value'],
    [['doctor', '--fast'], '--fast'],
    [['doctor', 'extra'], 'argument'],
  ])('%j is a usage failure that says what is wrong', async (argv, told) => {
    const human = await run(argv);
    const machine = await run([...argv, '--json']);

    expect(human).toMatchObject({ code: 64, stdout: '', asked: [] });
    expect(human.stderr).toContain(told);
    expect(JSON.parse(machine.stdout).error).toMatchObject({ code: 'usage', message: expect.stringContaining(told) });
  });

  it('a usage failure names the command whose help says more', async () => {
    const strange = await run(['keys', 'lst']);

    expect((await run(['keys', 'create'])).stderr).toContain('\n  See `mcp-platform keys create --help`.\n');
    expect(strange.stderr).toContain(
      "unknown command 'lst'\n  (Did you mean list?)\n  See `mcp-platform keys --help`.\n",
    );
  });

  it('says once what is in the message and among the issues', async () => {
    const refuse = async () => {
      throw new PlatformError('invalid_input', 'The input does not fit. limit: Give 250 or less.', {
        issues: [{ path: 'limit', message: 'Give 250 or less.' }],
      });
    };

    const { stderr } = await run(['tools', 'call', 'x'], { operator: { call: refuse } });

    expect(stderr).toBe('mcp-platform: The input does not fit. limit: Give 250 or less.\n');
  });

  it('a group without a command shows its help and ends with 64, with JSON for those who read it', async () => {
    expect(await run(['keys'])).toMatchObject({ code: 64, stdout: '', stderr: expect.stringContaining('revoke') });
    expect(JSON.parse((await run(['keys', '--json'])).stdout).error.code).toBe('usage');
  });

  it('an error of the platform keeps its words and gets its exit code', async () => {
    const refuse = async () => {
      throw new PlatformError('rate_limited', 'Too many calls.', {
        retryAfterMs: 1500,
        issues: [{ path: 'limit', message: 'at most 250' }],
      });
    };
    const human = await run(['tools', 'call', 'x'], { operator: { call: refuse } });
    const machine = await run(['tools', 'call', 'x', '--json'], { operator: { call: refuse } });

    expect(human.code).toBe(75);
    expect(human.stderr).toContain('mcp-platform: Too many calls.\n  limit: at most 250\n  Try again in 2 s.\n');
    expect(JSON.parse(machine.stdout)).toEqual({
      error: {
        code: 'rate_limited',
        message: 'Too many calls.',
        issues: [{ path: 'limit', message: 'at most 250' }],
        retryAfterMs: 1500,
      },
    });
  });

  it('an error of nobody is internal, tells nothing of itself, and reaches the log', async () => {
    const fault = new TypeError('secret path /x/y');
    const { code, stderr, unexpected } = await run(['tools', 'list'], {
      operator: {
        tools: async () => {
          throw fault;
        },
      },
    });

    expect(code).toBe(70);
    expect(stderr).not.toContain('/x/y');
    expect(unexpected).toEqual([fault]);
  });

  it('the operator is closed even when the work fails', async () => {
    const { asked } = await run(['keys', 'list']);

    expect(asked).toEqual([['perform', 'keys.list', {}], ['close']]);
  });
});

describe('start and stdio', () => {
  it('start gives its option and ends as the server ended', async () => {
    const { calls: started, record: start } = recorder<[StartOptions], Exit>('unavailable');

    expect((await run(['start', '--conformance'], { deps: { start } })).code).toBe(69);
    expect((await run(['start'], { deps: { start } })).code).toBe(69);
    expect(started).toEqual([[{ conformance: true }], [{ conformance: false }]]);
  });

  it('settings that stop the start end with 78 and all their faults', async () => {
    const start = async () => {
      throw new CliFailure('config', 'The settings stop the start.', ['PORT is not a number.', 'HOST is empty.']);
    };

    const { code, stderr } = await run(['start'], { deps: { start } });
    expect(code).toBe(78);
    expect(stderr).toBe('mcp-platform: The settings stop the start.\n  PORT is not a number.\n  HOST is empty.\n');
  });

  it('stdio works as the key of the environment and writes nothing of its own to standard output', async () => {
    const { calls: served, record: serveStdio } = recorder<[OperatorOptions], Exit>('permission');
    const { code, stdout } = await run(['stdio'], { deps: { serveStdio, apiKey: 'mcpk_env' } });

    expect({ code, stdout, served }).toEqual({ code: 77, stdout: '', served: [[{ apiKey: 'mcpk_env' }]] });
  });
});

describe('keys', () => {
  const created = { id: 'id-1', key: 'mcpk_secret', hint: 'mcpk_secr', role: 'viewer' };
  const create = ['keys', 'create', '--name', 'agent', '--role', 'viewer'];

  it('create sends the limits and shows the key once, with a warning beside it', async () => {
    const { calls: asked, record: perform } = recorder<[string, unknown], unknown>(created);
    const { stdout, stderr } = await run(
      [...create, '--tools', 'shopify_*, gsc_*', '--connections', 'shopify/default', '--expires', '30d'],
      { operator: { perform } },
    );

    expect(asked).toEqual([
      [
        'keys.create',
        {
          name: 'agent',
          role: 'viewer',
          tools: ['shopify_*', 'gsc_*'],
          connections: ['shopify/default'],
          expiresInMs: 30 * 86_400_000,
        },
      ],
    ]);
    expect(stdout.match(/mcpk_secret/g)).toHaveLength(1);
    expect(stderr).toContain('cannot be shown again');
  });

  it('create is done by the operator of this machine, whatever key the environment holds', async () => {
    const { opened } = await run(create, { operator: { perform: async () => created }, deps: { apiKey: 'mcpk_env' } });

    expect(opened).toEqual([{}]);
  });

  it('list shows a table, and a name cannot move the cursor', async () => {
    const key = { id: 'id-1', name: 'a\u001b[2Jgent\u0007', hint: 'mcpk_Ab12', role: 'viewer', state: 'revoked' };
    const times = { createdAt: '2026-11-22T10:11:12.000Z', lastUsedAt: '2026-11-23T01:02:00.000Z' };
    const { stdout } = await run(['keys', 'list'], {
      operator: { perform: async () => ({ keys: [{ ...key, ...times, tools: ['shopify_*'] }] }) },
    });

    expect(stdout).toMatch(/^ID +KEY +NAME/);
    expect(stdout).toMatch(
      /id-1 +mcpk_Ab12… +agent +viewer +shopify_\* +2026-11-22 10:11Z +- +2026-11-23 01:02Z +revoked\n$/,
    );
  });

  it('revoke tells a first revocation from a later one', async () => {
    const answers = [true, false].map((revoked) => ({ operator: { perform: async () => ({ revoked }) } }));

    expect((await run(['keys', 'revoke', 'id-1'], answers[0])).stdout).toContain('Revoked id-1');
    expect((await run(['keys', 'revoke', 'id-1'], answers[1])).stdout).toContain('had been revoked');
  });
});

describe('tools and connectors', () => {
  it('list shows name, effect and title', async () => {
    expect((await run(['tools', 'list'])).stdout).toMatch(/shopify_list_orders +read +List orders/);
    expect(JSON.parse((await run(['tools', 'list', '--json'])).stdout)).toEqual({ tools: [LIST_ORDERS] });
  });

  it('call takes JSON, standard input and typed words, the words last', async () => {
    const words = ['--arg', 'limit=5', '--arg', 'query=5'];
    const json = await run(['tools', 'call', LIST_ORDERS.name, '--args', '{"limit":1}', ...words]);
    const piped = await run(['tools', 'call', LIST_ORDERS.name, '--args', '-', '--idempotency-key', 'k'], {
      stdin: '{"limit":2}',
    });

    expect(json.asked[0]).toEqual(['call', LIST_ORDERS.name, { limit: 5, query: '5' }, { idempotencyKey: undefined }]);
    expect(piped.asked[0]).toEqual(['call', LIST_ORDERS.name, { limit: 2 }, { idempotencyKey: 'k' }]);
    expect(JSON.parse(json.stdout)).toEqual({ orders: [], mode: 'mock' });
  });

  it('work as the key of the option, then of the environment, then as this machine', async () => {
    const deps = { apiKey: 'mcpk_env' };

    expect((await run(['tools', 'list', '--key', 'mcpk_opt'], { deps })).opened).toEqual([{ apiKey: 'mcpk_opt' }]);
    expect((await run(['connectors', 'list'], { deps })).opened).toEqual([{ apiKey: 'mcpk_env' }]);
    expect((await run(['tools', 'call', 'x'])).opened).toEqual([{}]);
  });

  it('connectors list tells an open circuit and why a connection is off', async () => {
    const base = { title: 'Shopify', breaker: 'open', tools: 6 };
    const { stdout } = await run(['connectors', 'list'], {
      operator: {
        connections: async () => [
          { ...base, id: 'shopify/default', on: true, mode: 'live', lastError: 'upstream_timeout' },
          { ...base, id: 'shopify/second', on: false, because: 'no credentials' },
        ],
      },
    });

    expect(stdout).toMatch(/shopify\/default +live +open +6 +upstream_timeout/);
    expect(stdout).toMatch(/shopify\/second +off +open +6 +- +no credentials/);
  });
});

describe('dead-letters', () => {
  const letter = {
    id: '0197f2d0-0000-7000-8000-000000000001',
    state: 'parked',
    tool: 'shopify_update_product_seo',
    connection: 'shopify/default',
    principalId: 'p1',
    principalName: 'Ada',
    code: 'upstream_failed',
    message: 'It\u001b[31m failed.',
    attempts: [{ at: '2026-11-22T12:00:00.000Z', code: 'upstream_failed' }],
    correlationId: 'c1',
    createdAt: '2026-11-22T12:00:00.000Z',
    keptAt: '2026-11-22T12:01:00.000Z',
  };
  /** An operator that answers each time with the next of these. */
  const answering = (...answers: unknown[]) => {
    const asked: unknown[][] = [];
    const perform: Operator['perform'] = async (...of) => {
      asked.push(of);
      return answers[asked.length - 1];
    };
    return { asked, operator: { perform } };
  };

  it('list is a table of all pages, or one JSON document', async () => {
    const pages = [{ letters: [letter], next: letter.id }, { letters: [{ ...letter, state: 'unknown' }] }];
    const first = answering(...pages);
    const { stdout } = await run(['dead-letters', 'list', '--state', 'parked, unknown'], first);
    const machine = await run(['dead-letters', 'list', '--json'], answering(...pages));

    expect(stdout).toMatch(
      /ID +STATE +TOOL[\s\S]*parked +shopify_update_product_seo +shopify\/default +Ada[\s\S]*unknown/,
    );
    expect(first.asked.map(([, input]) => input)).toEqual([
      { states: ['parked', 'unknown'], after: undefined, limit: 500 },
      { states: ['parked', 'unknown'], after: letter.id, limit: 500 },
    ]);
    expect(JSON.parse(machine.stdout).letters).toHaveLength(2);
  });

  it('show tells everything, and nothing that a terminal would obey', async () => {
    const { stdout } = await run(['dead-letters', 'show', letter.id], answering({ letter, input: { title: 'Tea' } }));

    expect(stdout).toContain('upstream_failed: It failed.');
    expect(stdout).toContain('"title": "Tea"');
    expect(stdout).toContain('2026-11-22T12:00:00.000Z upstream_failed');
  });

  it('redrive --all goes on to the end at the rate that was asked for, and ends with 1 where one failed', async () => {
    const parts = answering(
      { redriven: [{ id: 'a', outcome: 'ok' }], next: letter.id, parked: 1 },
      { redriven: [{ id: 'b', outcome: 'forbidden', message: 'No right.' }], parked: 1 },
    );
    const { code, stdout } = await run(['dead-letters', 'redrive', '--all', '--rate', '2'], parts);

    expect(code).toBe(1);
    expect(stdout).toMatch(/a +ok\nb +forbidden +No right\./);
    expect(parts.asked).toEqual([
      ['dead-letters.redrive', { all: true, after: undefined, perSecond: 2 }],
      ['dead-letters.redrive', { all: true, after: letter.id, perSecond: 2 }],
    ]);
  });

  it('show tells who settled a write and on what, and how often it was looked for', async () => {
    const settled = { ...letter, state: 'done', settledBy: 'read-back', reason: 'It is there.' };
    const looked = { ...settled, checks: 2, checkedAt: '2026-11-22T12:30:00.000Z', checkSaid: 'Not there yet.' };

    const { stdout } = await run(['dead-letters', 'show', letter.id], answering({ letter: looked }));

    expect(stdout).toMatch(/settled by +read-back\n +reason +It is there\./);
    expect(stdout).toMatch(/looked for +2 times, last 2026-11-22T12:30:00\.000Z\n +last look +Not there yet\./);
  });

  it('check --all goes on to the end, says what was seen, and ends with 1 where a write stays unknown', async () => {
    const parts = answering(
      { checked: [{ id: 'a', outcome: 'done', because: 'It is there.' }], next: letter.id },
      { checked: [{ id: 'b', outcome: 'too_early', because: 'Not yet.' }] },
    );
    const { code, stdout } = await run(['dead-letters', 'check', '--all'], parts);
    const one = await run(
      ['dead-letters', 'check', letter.id],
      answering({ checked: [{ id: letter.id, outcome: 'not_done', because: 'Not there.' }] }),
    );

    expect([code, one.code]).toEqual([1, 0]);
    expect(stdout).toMatch(/a +done +It is there\.\nb +too_early +Not yet\./);
    expect(parts.asked).toEqual([
      ['dead-letters.check', { all: true, after: undefined }],
      ['dead-letters.check', { all: true, after: letter.id }],
    ]);
  });

  it('discard and settle say what was done, and hand the reason on', async () => {
    const discarded = await run(['dead-letters', 'discard', letter.id, '--reason', 'By hand.']);
    const settled = await run(['dead-letters', 'settle', letter.id, '--not-done', '--reason', 'Not there.']);

    expect(discarded.stdout).toContain('will not be sent');
    expect(discarded.asked[0]).toEqual(['perform', 'dead-letters.discard', { id: letter.id, reason: 'By hand.' }]);
    expect(settled.asked[0]).toEqual([
      'perform',
      'dead-letters.settle',
      { id: letter.id, outcome: 'not-done', reason: 'Not there.' },
    ]);
  });

  it.each([
    ['redrive'],
    ['redrive', 'x', '--all'],
    ['check'],
    ['check', 'x', '--all'],
    ['redrive', '--all', '--rate', 'fast'],
    ['settle', 'x', '--reason', 'So.'],
    ['settle', 'x', '--done', '--not-done', '--reason', 'So.'],
    ['discard', 'x'],
  ])('%s %s %s is a usage error that asks nobody', async (...args) => {
    const { code, asked } = await run(['dead-letters', ...args]);

    expect([code, asked]).toEqual([64, []]);
  });
});

describe('doctor', () => {
  const checks = [
    { id: 'a', title: 'First', run: () => ({ status: 'ok' as const, summary: 'fine' }) },
    { id: 'b', title: 'Second', run: () => ({ status: 'warning' as const, summary: 'so so', advice: ['Do this.'] }) },
  ];
  const broken = { id: 'c', title: 'Third', run: () => ({ status: 'failed' as const, summary: 'gone' }) };

  it('ends with 0 where nothing failed, and says what to do about warnings', async () => {
    const { code, stdout } = await run(['doctor'], { deps: { doctorChecks: async () => checks } });

    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ First +fine\n! Second +so so\n +→ Do this\.\n\n1 to look at, 1 in order\.\n$/);
  });

  it('ends with 1 where something failed, in words and as one JSON document', async () => {
    const deps = { doctorChecks: async () => [...checks, broken] };
    const human = await run(['doctor'], { deps });
    const machine = await run(['doctor', '--json'], { deps });

    expect([human.code, machine.code]).toEqual([1, 1]);
    expect(human.stdout).toContain('✗ Third');
    expect(JSON.parse(machine.stdout)).toMatchObject({
      ok: false,
      checks: [{ id: 'a' }, { id: 'b' }, { status: 'failed' }],
    });
  });
});

describe('circuits', () => {
  it.each([
    [
      ['circuits', 'list'],
      {
        circuits: [{ connection: 'a/default', state: 'open', held: true, failuresInARow: 0, slow: 0, scopes: 0 }],
        replicas: 'all',
      },
      'open, by hand',
    ],
    [
      ['circuits', 'open', 'a/default'],
      { opened: true, replicas: 'this' },
      'in this replica. Its calls are refused until you close it',
    ],
    [['circuits', 'open', 'a/default'], { opened: false, replicas: 'all' }, 'had been opened by hand'],
    [
      ['circuits', 'close', 'a/default'],
      { closed: true, quotaFreed: false, replicas: 'all' },
      'in all replicas. Calls pass again',
    ],
    [['circuits', 'close', 'a/default'], { closed: false, quotaFreed: false, replicas: 'this' }, 'was closed'],
  ])('%j are told in words', async (words, answer, told) => {
    const actions: string[] = [];
    const perform = async (action: string) => {
      actions.push(action);
      return answer;
    };

    const { stdout } = await run(words, { operator: { perform } });

    expect(stdout).toContain(told);
    expect(actions).toEqual([words.slice(0, 2).join('.')]);
  });
});
