import { beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { publishedOutput } from '../../src/gateway/published-schemas.ts';
import { WireError, type WireReply } from '../../src/kernel/wire.ts';
import { expectToObey } from '../support/answer-checks.ts';
import { type Lie, type LyingVendors, openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';

// Every tool that reads, of every connector, with a vendor that lies in every way: the lie comes back as an error that
// says whose fault it is, or, where it could be the truth, as an answer that obeys the tool's schema.

const READS = CONNECTORS.flatMap(({ tools }) => tools)
  .filter(({ effect }) => effect === 'read')
  .map((tool) => ({ name: tool.name, tool }));
const PAGE = '<!doctype html><html><body><h1>Just a moment…</h1></body></html>';
const DEPTH = 50_000;

const says =
  (reply: Partial<WireReply>): Lie =>
  (truth) => ({ ...truth, ...reply, bytes: undefined });
const saysJson = (body: string): Lie => says({ status: 200, headers: { 'content-type': 'application/json' }, body });
const breaks =
  (fault: 'reset' | 'timeout' | 'too_large' | 'malformed'): Lie =>
  () => {
    throw new WireError(fault, 'unknown', 'The connection broke.');
  };

const FAILED = ['upstream_failed'];
const BUSY = ['upstream_failed', 'upstream_throttled', 'upstream_quota'];
const REFUSED = [
  'upstream_authentication',
  'upstream_permission',
  'upstream_throttled',
  'upstream_quota',
  'upstream_rejected',
  'not_found',
  'upstream_failed',
];

/** Each lie, with what may become of it: `ok` where a vendor with nothing to say could say just that. */
// biome-ignore format: a table is read in columns
const LIES: readonly (readonly [what: string, lie: Lie, ends: readonly string[]])[] = [
  ['500',                          says({ status: 500, body: '' }),                                           BUSY],
  ['502 with a web page',          says({ status: 502, headers: { 'content-type': 'text/html' }, body: PAGE }), BUSY],
  ['503',                          says({ status: 503, headers: { 'retry-after': '2' }, body: '' }),          BUSY],
  ['200 with a web page',          says({ status: 200, headers: { 'content-type': 'text/html' }, body: PAGE }), FAILED],
  ['a web page called JSON',       saysJson(PAGE),                                                            FAILED],
  ['nothing at all',               saysJson(''),                                                              FAILED],
  ['half of the answer',           (truth) => ({ ...truth, body: truth.body.slice(0, truth.body.length / 2), bytes: undefined }), FAILED],
  ['null',                         saysJson('null'),                                                          FAILED],
  ['a number',                     saysJson('42'),                                                            FAILED],
  ['a text',                       saysJson('"ok"'),                                                          FAILED],
  ['a list',                       saysJson('[]'),                                                            FAILED],
  ['a list of something else',     saysJson('[{"a":1},null]'),                                                FAILED],
  ['an empty object',              saysJson('{}'),                                                            ['ok', ...FAILED]],
  ['an object of something else',  saysJson('{"data":{"a":1},"rows":7,"d":"x","value":{}}'),                  ['ok', ...FAILED]],
  ['brackets without an end',      saysJson('['.repeat(DEPTH)),                                               FAILED],
  ['brackets in brackets',         saysJson('['.repeat(DEPTH) + ']'.repeat(DEPTH)),                           FAILED],
  ['a true answer called a page',  (truth) => ({ ...truth, headers: { ...truth.headers, 'content-type': 'text/html' } }), ['ok', ...FAILED]],
  ['a way to another place',       says({ status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' }), [...FAILED, 'upstream_authentication']],
  ['204',                          says({ status: 204, headers: {}, body: '' }),                              ['ok', ...FAILED]],
  ['a status that nobody knows',   says({ status: 599, body: '' }),                                           BUSY],
  ['400 with a web page',          says({ status: 400, headers: { 'content-type': 'text/html' }, body: PAGE }), REFUSED],
  ['404 with a web page',          says({ status: 404, headers: { 'content-type': 'text/html' }, body: PAGE }), REFUSED],
  ['a connection that breaks',     breaks('reset'),                                                           FAILED],
  ['no end',                       breaks('timeout'),                                                         ['upstream_timeout', ...FAILED]],
  ['more than is read',            breaks('too_large'),                                                       FAILED],
  ['what is no HTTP',              breaks('malformed'),                                                       FAILED],
  ['401',                          says({ status: 401, headers: {}, body: '' }),                              REFUSED],
  ['403 with a web page',          says({ status: 403, headers: { 'content-type': 'text/html' }, body: PAGE }), REFUSED],
  ['429',                          says({ status: 429, headers: { 'retry-after': '2' }, body: '' }),          BUSY],
];

let vendors: LyingVendors;

beforeAll(async () => {
  vendors = await openLyingVendors();
});

describe.each(READS)('$name', ({ tool }) => {
  it('tells each lie of its vendor from an answer, and answers when the vendor does', async () => {
    await using gateway = await openEmulatedGateway(vendors);
    const input = tool.examples[0]?.input ?? {};
    const output = publishedOutput(tool);
    const wrong: string[] = [];
    vendors.lie = undefined;
    expect((await gateway.call(tool, input)).error).toBeUndefined();

    for (const [what, lie, ends] of LIES) {
      vendors.lie = lie;
      const { answer, error } = await gateway.call(tool, input);
      vendors.lie = undefined;
      if (answer) expectToObey(output, answer);
      const end = error?.code ?? 'ok';
      if (!ends.includes(end)) wrong.push(`${what}: ${end}, ${error?.message ?? JSON.stringify(answer).slice(0, 300)}`);
      if (error && /169\.254|doctype|Just a moment/.test(error.message))
        wrong.push(`${what} is repeated: ${error.message}`);
    }

    expect(wrong).toEqual([]);
    await using afterwards = await openEmulatedGateway(vendors);
    expect((await afterwards.call(tool, input)).error).toBeUndefined();
  });
});
