import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acmeConnection } from '../../../test/support/acme.ts';
import { defineTool } from '../../connectors/define.ts';
import type { Call } from '../../kernel/call.ts';
import type { Connection, ConnectionState } from '../../kernel/connection.ts';
import type { PlatformError } from '../../kernel/errors.ts';
import { Outcome } from '../../kernel/outcome.ts';
import type { Tool } from '../../kernel/tool.ts';
import { validate } from './validate.ts';

const declaration = {
  title: 'Search',
  description: 'Searches.',
  permission: 'acme.rows.read',
  input: z.object({
    limit: z.int().min(1).max(250).default(50),
    filter: z
      .strictObject({ status: z.enum(['open', 'closed']).optional(), ids: z.array(z.int()).max(100).optional() })
      .optional(),
    labels: z.record(z.string(), z.string()).optional(),
    name: z.string().max(100).optional(),
  }),
  output: z.object({}),
  scopes: [],
  examples: [],
  run: async () => ({}),
};
const read = defineTool({ ...declaration, name: 'acme_search', effect: 'read' });
const write = defineTool({ ...declaration, name: 'acme_change', effect: 'write' });

interface Given {
  readonly tool?: Tool;
  readonly connections?: readonly Connection[];
  /** Names of the connections that the grant reaches; without it, all. */
  readonly allowed?: readonly string[];
  /** The key that came beside the call. */
  readonly key?: string;
  readonly keysRequired?: boolean;
}

/** Validates an input: gives the call as the steps below see it. */
async function validated(input: unknown, given: Given = {}): Promise<Call> {
  const { tool = read, connections = [acmeConnection()], allowed, key, keysRequired } = given;
  const grant = { allowsConnection: (id: string) => allowed?.includes(id.replace('acme/', '')) ?? true };
  const call = { tool, principal: { grant }, request: { input, idempotencyKey: key } } as unknown as Call;
  await validate(() => connections, keysRequired)(call, async () => new Outcome({}, 0));
  return call;
}

/** Validates an input that does not fit: gives the error's code, its issues, and whether anything was sent. */
const refused = (input: unknown, given?: Given) =>
  Promise.resolve()
    .then(() => validated(input, given))
    .then(
      () => 'accepted',
      ({ code, details }: PlatformError) => ({ code, ...details }),
    );
const refusal = (...issues: readonly { path: string; message: unknown }[]) => ({
  code: 'invalid_input',
  sent: 'no',
  issues,
});
const json = (text: string): unknown => JSON.parse(text);

describe('the arguments', () => {
  it('have their defaults and one canonical form below here', async () => {
    const call = await validated({ name: 'é', filter: { ids: [2, 1] } });

    expect(call.input).toEqual({ limit: 50, name: 'é', filter: { ids: [2, 1] } });
    expect(call.canonicalInput).toBe('{"filter":{"ids":[2,1]},"limit":50,"name":"é"}');
  });

  it('may be left out where nothing is required', async () => {
    expect((await validated(undefined)).input).toEqual({ limit: 50 });
  });

  it.each([[null], [[]], ['{}'], [7], [true]])('must be an object, not %j', async (input) => {
    expect(await refused(input)).toMatchObject({ code: 'invalid_input', sent: 'no' });
  });

  it('that are unknown are named, with what was meant where that is plain', async () => {
    expect(await refused({ limits: 1, nonsense: 2 })).toEqual(
      refusal(
        { path: 'limits', message: 'Unknown; did you mean limit?' },
        { path: 'nonsense', message: 'Unknown; leave it out.' },
      ),
    );
  });

  it('that are nearly the platform’s own are told so', async () => {
    const connections = [acmeConnection(), acmeConnection('second')];
    expect(await refused({ conection: 'second' }, { connections })).toEqual(
      refusal({ path: 'conection', message: 'Unknown; did you mean connection?' }),
    );
    expect(await refused({ idempotency_key: 'k' }, { tool: write })).toEqual(
      refusal({ path: 'idempotency_key', message: 'Unknown; did you mean idempotencyKey?' }),
    );
    expect(await refused({ idempotency_key: 'k' })).toEqual(
      refusal({ path: 'idempotency_key', message: 'Unknown; leave it out.' }),
    );
  });

  it('are told with the whole path of each fault', async () => {
    const error = await refused({ filter: { status: 'ajar', ids: [1, 'two'], more: 1 }, limit: 0 });

    expect(error).toMatchObject({ code: 'invalid_input' });
    expect((error as PlatformError['details']).issues?.map(({ path }) => path).sort()).toEqual([
      'filter.ids[1]',
      'filter.more',
      'filter.status',
      'limit',
    ]);
  });

  it('are told with few issues and short names, however many and long they are', async () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`${n}${'x'.repeat(1_000)}`, n]));

    const { issues = [] } = (await refused(many)) as PlatformError['details'];

    expect(issues).toHaveLength(20);
    expect(Math.max(...issues.map(({ path }) => path.length))).toBeLessThanOrEqual(61);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'do not hold a member %s, on any level',
    async (name) => {
      expect(await refused(json(`{"${name}": {"limit": 1}}`))).toMatchObject({ code: 'invalid_input' });
      expect(await refused(json(`{"filter": {"${name}": {"status": "open"}}}`))).toMatchObject({
        code: 'invalid_input',
      });
      expect(Object.hasOwn(Object.prototype, 'limit')).toBe(false);
    },
  );

  it.each(['{"name": "\\ud800"}', '{"labels": {"a": "x\\udc00y"}}', '{"labels": {"\\ud800": "a"}}'])(
    'are well-formed Unicode: %s is refused',
    async (text) => {
      expect(await refused(json(text))).toMatchObject({ code: 'invalid_input', sent: 'no' });
    },
  );

  it.each(['1e400', '-1e400', '1e308', '9007199254740993', '1.5', '"5"', 'null', '[]'])(
    'are numbers in their bounds where numbers are asked for: %s is refused',
    async (number) => {
      expect(await refused(json(`{"limit": ${number}}`))).toMatchObject({ code: 'invalid_input' });
    },
  );

  it('are the same call whether a number is written 5, 5.0 or 5e0, and 0 or -0', async () => {
    const forms = await Promise.all(['5', '5.0', '5e0'].map((n) => validated(json(`{"limit": ${n}}`))));
    expect(new Set(forms.map(({ canonicalInput }) => canonicalInput)).size).toBe(1);
    const zeros = await Promise.all(['0', '-0'].map((n) => validated(json(`{"filter": {"ids": [${n}]}}`))));
    expect(zeros[1]?.canonicalInput).toBe(zeros[0]?.canonicalInput);
  });
});

describe('the connection', () => {
  const off: ConnectionState = { on: false, because: 'Acme is off.' };
  const picked = async (connections: readonly Connection[], input = {}, allowed?: readonly string[]) =>
    (await validated(input, { connections, allowed })).connection.name;

  it('is the named one, and the default without a name', async () => {
    const connections = [acmeConnection('first'), acmeConnection(), acmeConnection('second')];
    expect(await picked(connections)).toBe('default');
    expect(await picked(connections, { connection: 'second' })).toBe('second');
  });

  it('is one that the principal may use, without a name', async () => {
    expect(await picked([acmeConnection(), acmeConnection('second')], {}, ['second'])).toBe('second');
  });

  it('is one that is on, without a name', async () => {
    const connections = [acmeConnection('default', off), acmeConnection('second')];
    expect(await picked(connections)).toBe('second');
    expect(await picked([acmeConnection('default', off)])).toBe('default');
  });

  it('is taken out of the arguments', async () => {
    expect((await validated({ connection: 'default' })).input).toEqual({ limit: 50 });
  });

  it('is left to the next step where the principal may not use it', async () => {
    expect(await picked([acmeConnection(), acmeConnection('second')], { connection: 'second' }, ['default'])).toBe(
      'second',
    );
    expect(await picked([acmeConnection()], {}, [])).toBe('default');
  });

  it.each([['third'], [null], [7], [{}], ['']])(
    'that is not there, %j, is refused with those that are',
    async (name) => {
      const connections = [acmeConnection(), acmeConnection('second'), acmeConnection('hidden')];
      expect(await refused({ connection: name }, { connections, allowed: ['default', 'second'] })).toEqual(
        refusal({ path: 'connection', message: 'Use one of: default, second.' }),
      );
    },
  );

  it('is refused where there is none', async () => {
    expect(await refused({}, { connections: [] })).toEqual(
      refusal({ path: 'connection', message: 'You may not use any.' }),
    );
  });
});

describe('the idempotency key', () => {
  it('of a write comes with the arguments or beside the call', async () => {
    const beside = await validated({}, { tool: write, key: 'k-1' });
    const within = await validated({ idempotencyKey: 'k-2' }, { tool: write });
    const both = await validated({ idempotencyKey: 'k-3' }, { tool: write, key: 'k-3' });

    expect([beside, within, both].map(({ idempotencyKey }) => idempotencyKey)).toEqual(['k-1', 'k-2', 'k-3']);
    expect(within.input).toEqual({ limit: 50 });
    expect((await validated({}, { tool: write })).idempotencyKey).toBeUndefined();
  });

  it('is refused when the two differ', async () => {
    expect(await refused({ idempotencyKey: 'a' }, { tool: write, key: 'b' })).toMatchObject({
      issues: [{ path: 'idempotencyKey' }],
    });
  });

  it.each([['x'.repeat(255)], ['!'], ['~'], ['0190a5f0-0000-7000-8000-000000000000']])('may be %s', async (key) => {
    expect((await validated({ idempotencyKey: key }, { tool: write })).idempotencyKey).toBe(key);
  });

  it.each([[''], ['x'.repeat(256)], ['a b'], ['é'], ['\n'], ['k\u0000'], [7], [null], [{}], [['k']]])(
    'D3: a key may not be %j',
    async (key) => {
      expect(await refused({ idempotencyKey: key }, { tool: write })).toEqual(
        refusal({
          path: 'idempotencyKey',
          message: 'Use 1 to 255 visible ASCII characters, a UUID for example.',
        }),
      );
    },
  );

  it('D3: a key is missing only where writes have to bring one', async () => {
    expect((await validated({}, { tool: write })).idempotencyKey).toBeUndefined();
    expect(await refused({}, { tool: write, keysRequired: true })).toMatchObject({
      code: 'invalid_input',
      sent: 'no',
      issues: [{ path: 'idempotencyKey', message: expect.stringMatching(/^Missing; .* new UUID/) }],
    });
    for (const given of [{ idempotencyKey: 'k' }, {}]) {
      expect((await validated(given, { tool: write, keysRequired: true, key: 'k' })).idempotencyKey).toBe('k');
    }
    expect(await refused({}, { tool: read, keysRequired: true })).toBe('accepted');
  });

  it('D3: a key beside the call obeys the same rule', async () => {
    expect(await refused({}, { tool: write, key: 'a b' })).toMatchObject({ issues: [{ path: 'idempotencyKey' }] });
  });

  it('is refused by a read, and passed over where it came beside the call', async () => {
    expect(await refused({ idempotencyKey: 'k' })).toEqual(
      refusal({ path: 'idempotencyKey', message: 'Leave it out: this tool only reads.' }),
    );
    expect((await validated({}, { key: 'k' })).idempotencyKey).toBeUndefined();
  });
});
