import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { publishedOutput } from '../../src/gateway/published-schemas.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import { WireError, type WireReply } from '../../src/kernel/wire.ts';
import { expectToObey } from '../support/answer-checks.ts';
import { type Lie, openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';

// Every tool of every connector, with a vendor that lies in every way: the lie comes back as an error that says whose
// fault it is, or, where it could be the truth, as an answer that obeys the tool's schema; and the circuit counts what is
// the vendor's fault, and nothing else. Of a change that was answered by a lie nobody knows, which is said.

const TOOLS = CONNECTORS.flatMap(({ tools }): readonly Tool[] => tools).map((tool) => ({ name: tool.name, tool }));
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
  ['nothing at all',               saysJson(''),                                                              ['ok', ...FAILED]],
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

/** How a call ends that changes something, where nothing was done, and where nobody knows. */
const WRITE_ENDS = ['parked', 'outcome_unknown'];

/** How one ends that was done before, by a call that was lied to. */
const DONE_BEFORE = ['not_found', 'invalid_input', 'upstream_rejected', 'upstream_permission', 'conflict'];

/** What the circuit counts. */
const COUNTED = ['upstream_failed', 'upstream_timeout'];

/** Lies that leave the status as it truly was: a refusal is one still. */
const TRUE_STATUS = ['half of the answer', 'a true answer called a page'];

/** After so long every quota has flowed back. */
const DAY_MS = 25 * 3_600_000;

describe.each(TOOLS)('$name', ({ tool }) => {
  it('tells each lie of its vendor from an answer, and answers when the vendor does', async () => {
    const vendors = await openLyingVendors();
    await using gateway = await openEmulatedGateway(vendors);
    const input = tool.examples[0]?.input ?? {};
    const output = publishedOutput(tool);
    const wrong: string[] = [];
    expect((await gateway.call(tool, input)).error).toBeUndefined();

    for (const [what, lie, ends] of LIES) {
      const before = gateway.failuresOf(tool);
      vendors.lie = lie;
      const { answer, error } = await gateway.call(tool, input);
      vendors.lie = undefined;
      if (answer) expectToObey(output, answer);
      const end = error?.code ?? 'ok';
      const may =
        tool.effect === 'read' ? ends : [...ends, ...WRITE_ENDS, ...(TRUE_STATUS.includes(what) ? DONE_BEFORE : [])];
      const counted = answer ? 0 : before + (COUNTED.includes(causeOf(error)) ? 1 : 0);
      if (gateway.failuresOf(tool) !== counted)
        wrong.push(`${what}: ${end} counts as ${gateway.failuresOf(tool) - before} failures`);
      if (!may.includes(end) && !tellsOfErrors(answer))
        wrong.push(`${what}: ${end}, ${error?.message ?? JSON.stringify(answer).slice(0, 300)}`);
      if (error && /169\.254|doctype|Just a moment/.test(error.message))
        wrong.push(`${what} is repeated: ${error.message}`);
    }

    expect(wrong).toEqual([]);
    await vendors.clock.advance(DAY_MS);
    const { error } = await gateway.call(tool, input);
    // What the vendor was asked while it lied it may have done, which the next call finds.
    if (tool.effect === 'read') expect(error).toBeUndefined();
    else expect(['ok', ...DONE_BEFORE]).toContain(error?.code ?? 'ok');
  }, 60_000);
});

/** The error at the bottom of what became of a write. */
function causeOf(error: PlatformError | undefined): string {
  const { cause } = error ?? {};
  return cause instanceof PlatformError && WRITE_ENDS.includes(error?.code ?? '')
    ? causeOf(cause)
    : (error?.code ?? 'ok');
}

/** Where each row is asked for by itself, each says what became of it; a message that is to be deleted, that it is missing. */
function tellsOfErrors(answer: object | undefined): boolean {
  return /"error":"|"missing":\["/.test(JSON.stringify(answer) ?? '');
}
