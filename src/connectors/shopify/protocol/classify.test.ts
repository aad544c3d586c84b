import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { classify } from './classify.ts';

const reply = (body: unknown, status = 200, headers: Record<string, string> = {}): WireReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-shopify-api-version': '2026-10', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const cost = (available: number, requested = 802) => ({
  requestedQueryCost: requested,
  actualQueryCost: null,
  throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
});

const failing = (code: string | undefined, rest: object = {}, message = 'Something went wrong') => ({
  errors: [{ message, extensions: code === undefined ? {} : { code }, ...rest }],
});

describe('a good answer', () => {
  it('is handed on with the bucket that it left', () => {
    const verdict = classify(reply({ data: { shop: { name: 'Acme' } }, extensions: { cost: cost(1990) } }));

    expect(verdict).toEqual({
      kind: 'ok',
      body: { data: { shop: { name: 'Acme' } }, denied: [] },
      quota: { available: 1990, maximum: 2000, restorePerSecond: 100 },
      notes: undefined,
    });
  });

  it('is still good when the cost beside it is malformed', () => {
    expect(classify(reply({ data: { shop: {} }, extensions: { cost: 'free' } }))).toMatchObject({
      kind: 'ok',
      quota: undefined,
    });
  });

  it('carries a note when another version answers, and when Shopify tells of a deprecation', () => {
    const headers = {
      'x-shopify-api-version': '2027-01',
      'x-shopify-api-deprecated-reason': 'https://shopify.dev/api/usage/versioning',
    };

    expect(classify(reply({ data: {} }, 200, headers))).toMatchObject({
      notes: [expect.stringContaining('2027-01'), expect.stringContaining('https://shopify.dev/api/usage/versioning')],
    });
  });

  it('quotes nothing else in a note: it goes to the log', () => {
    const said = 'glpat-0123456789 https://shopify.dev/x';
    const headers = { 'x-shopify-api-version': said, 'x-shopify-api-deprecated-reason': said };

    const verdict = classify(reply({ data: {} }, 200, headers));
    const notes = verdict.kind === 'ok' ? (verdict.notes ?? []) : [];

    expect(notes).toHaveLength(2);
    expect(notes.join(' ')).not.toContain('glpat');
  });
});

describe('throttling', () => {
  it('waits exactly until the bucket holds what was asked for', () => {
    const body = {
      errors: [
        {
          message: 'Throttled',
          extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
        },
      ],
      extensions: { cost: cost(52) },
    };

    expect(classify(reply(body))).toEqual({
      kind: 'throttled',
      retryAfterMs: 7_500,
      quota: { available: 52, maximum: 2000, restorePerSecond: 100 },
    });
  });

  it('names no wait when Shopify names no cost', () => {
    expect(classify(reply(failing('THROTTLED')))).toEqual({ kind: 'throttled', quota: undefined });
  });

  it('wins over other errors in the same reply', () => {
    const errors = [...failing('ACCESS_DENIED').errors, ...failing('THROTTLED').errors];

    expect(classify(reply({ errors, extensions: { cost: cost(0, 10) } }))).toMatchObject({
      kind: 'throttled',
      retryAfterMs: 100,
    });
  });

  it('by status 429 takes the wait of the header', () => {
    const body = {
      errors: 'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.',
    };

    expect(classify(reply(body, 429, { 'retry-after': '2.0' }))).toEqual({ kind: 'throttled', retryAfterMs: 2_000 });
    expect(classify(reply('', 429))).toEqual({ kind: 'throttled', retryAfterMs: undefined });
  });
});

describe('a refusal by status', () => {
  it.each([
    [401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }, 'authentication'],
    [402, { errors: 'Payment Required' }, 'permission'],
    [403, { errors: '[API] This action requires merchant approval for read_orders scope.' }, 'permission'],
    [404, { errors: 'Not Found' }, 'authentication'],
    [423, { errors: 'Locked' }, 'permission'],
    [430, '', 'permission'],
    [540, '', 'permission'],
    [400, { errors: 'Bad Request' }, 'rejected'],
    [406, '', 'rejected'],
    [301, '', 'authentication'],
  ])('%i is %s: %s', (status, body, kind) => {
    expect(classify(reply(body, status))).toMatchObject({ kind });
  });

  it('names the scope that Shopify names', () => {
    const body = { errors: '[API] This action requires merchant approval for read_orders scope.' };

    expect(classify(reply(body, 403))).toMatchObject({ message: expect.stringContaining('read_orders') });
  });

  it.each([500, 502, 503, 504])('%i leaves open whether anything was done', (status) => {
    expect(classify(reply('<html>', status))).toMatchObject({
      kind: 'failed',
      executed: 'unknown',
      retryAfterMs: undefined,
    });
  });

  it('keeps the wait that a failing Shopify names', () => {
    expect(classify(reply('', 503, { 'retry-after': '3' }))).toMatchObject({ kind: 'failed', retryAfterMs: 3_000 });
  });

  it('with status 400 and a list of errors is judged by the list', () => {
    expect(classify(reply(failing('THROTTLED'), 400))).toMatchObject({ kind: 'throttled' });
  });
});

describe('a refusal in the body', () => {
  it.each([
    ['MAX_COST_EXCEEDED', 'rejected'],
    ['SHOP_INACTIVE', 'permission'],
    ['ACCESS_DENIED', 'permission'],
    ['INTERNAL_SERVER_ERROR', 'failed'],
    ['undefinedField', 'rejected'],
    ['argumentNotAccepted', 'rejected'],
    [undefined, 'rejected'],
  ])('%s is %s', (code, kind) => {
    expect(classify(reply(failing(code)))).toMatchObject({ kind });
  });

  it('names the scopes that are lacking, and no more of what Shopify says', () => {
    const message = 'Access denied for orders field. Required access: `read_orders` access scope.';
    const error = {
      extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_orders` access scope.' },
      path: ['orders'],
    };

    expect(classify(reply({ data: { orders: null }, ...failing('ACCESS_DENIED', error, message) }))).toEqual({
      kind: 'permission',
      message:
        "The app may not do this at Shopify: it lacks the scope read_orders; grant it in the app's configuration.",
    });
  });

  it('gives the id under which Shopify can find its own failure', () => {
    const error = { extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'b1c2-77' } };

    expect(classify(reply(failing('INTERNAL_SERVER_ERROR', error)))).toMatchObject({
      executed: 'unknown',
      message: expect.stringContaining('b1c2-77'),
    });
  });

  it('of an unknown kind leaves open what was done once Shopify has begun', () => {
    expect(classify(reply({ data: null, ...failing('SOMETHING_NEW') }))).toMatchObject({
      kind: 'failed',
      executed: 'unknown',
    });
  });

  it('shows of Shopify’s words one line at most', () => {
    const verdict = classify(reply(failing('undefinedField', {}, `x\r\n${'y'.repeat(5_000)}\u0000`)));

    expect(verdict).toMatchObject({ kind: 'rejected' });
    expect('message' in verdict && verdict.message).toMatch(/^[^\p{Cc}]{1,400}$/u);
  });
});

describe('partial data', () => {
  const denied = failing('ACCESS_DENIED', { path: ['orders', 'nodes', 0, 'customer'] }, 'Not approved for customers');

  it('is an answer that says what was withheld', () => {
    const data = { orders: { nodes: [{ id: 'gid://shopify/Order/1', customer: null }] } };

    expect(classify(reply({ data, ...denied }))).toMatchObject({
      kind: 'ok',
      body: { data, denied: [{ message: 'Not approved for customers', path: ['orders', 'nodes', 0, 'customer'] }] },
    });
  });

  it('is a failure when a part broke', () => {
    const body = {
      data: { shop: { name: 'Acme' }, orders: null },
      ...failing('INTERNAL_SERVER_ERROR', { path: ['orders'] }),
    };

    expect(classify(reply(body))).toMatchObject({ kind: 'failed' });
  });
});

describe('a filter that Shopify would ignore', () => {
  it('is refused by its name', () => {
    const search = [
      {
        path: ['products'],
        query: 'colour:red',
        parsed: {},
        warnings: [{ field: 'colour', message: 'Invalid search field for this query.', code: 'invalid_field' }],
      },
    ];

    expect(classify(reply({ data: { products: { nodes: [] } }, extensions: { search } }))).toEqual({
      kind: 'rejected',
      message: expect.stringContaining('change or leave out'),
      issues: [{ path: 'colour', message: 'Invalid search field for this query.' }],
    });
  });

  it('is not seen in a search without warnings', () => {
    const search = [{ path: ['products'], query: 'status:active', parsed: { field: 'status', match_all: 'active' } }];

    expect(classify(reply({ data: { products: { nodes: [] } }, extensions: { search } }))).toMatchObject({
      kind: 'ok',
    });
  });
});

describe('what is no GraphQL reply', () => {
  it.each([
    ['a web page', '<!DOCTYPE html><html><body>Opening soon</body></html>'],
    ['a cut off text', '{"data":{"products":{"nodes":[{"id":"gid://sh'],
    ['nothing', ''],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['an error of REST', '{"errors":"Not Found"}'],
    ['data that is a text', '{"data":"yes"}'],
  ])('%s fails, with its outcome unknown', (_name, body) => {
    expect(classify(reply(body))).toMatchObject({ kind: 'failed', executed: 'unknown' });
  });
});

describe('replies that others have recorded', () => {
  const sample = (name: string) => sharedData('artifacts', 'shopify', name);

  const invalid = sample('error-invalid-query.json');
  it.skipIf(!invalid)('an unknown field is refused with its place (skipped where the samples are absent)', () => {
    expect(classify(reply(readFileSync(invalid!, 'utf8')))).toMatchObject({
      kind: 'rejected',
      issues: [
        { path: 'query.products.nodes.invalidField', message: "Field 'invalidField' doesn't exist on type 'Product'" },
      ],
    });
  });

  const refused = sample('response-customer-create-error.json');
  it.skipIf(!refused)('user errors are an answer, for the tool to judge (skipped where the samples are absent)', () => {
    expect(classify(reply(readFileSync(refused!, 'utf8')))).toMatchObject({
      kind: 'ok',
      body: { data: { customerCreate: { userErrors: [{ field: null }] } } },
    });
  });
});
