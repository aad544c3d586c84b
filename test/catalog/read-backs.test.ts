import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import { examplesOf } from '../support/answer-checks.ts';
import { openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';
import { LATE_MS, letterDesk } from '../support/letter-desk.ts';

// What a tool that writes says of a write without an answer, for each of its examples: of one that was carried out, and of
// one that never came. Nothing is asked of a tool without a read-back.

const WRITES = CONNECTORS.flatMap(({ tools }): readonly Tool[] => tools).filter(({ effect }) => effect !== 'read');
const EXAMPLES = examplesOf(WRITES);
/** After so long a write that did not come cannot come any more. */
const CERTAIN_MS = LATE_MS + 60_000;

/** What is lost of the write: it never comes, or its reply does not. */
type Lost = 'request' | 'reply';

/** What is found of an example that is neither done when its reply was lost nor not done when it never came. */
// biome-ignore format: a table is read in columns
const OTHERWISE: Readonly<Record<string, Partial<Record<Lost, string>>>> = {
  // It is so before the call.
  'shopify_set_published: Into the online store':            { request: 'done' },
  'gsc_add_site: A domain':                                  { request: 'done' },
  'shopify_save_address: The default':                       { request: 'done' },
  // Something new without a mark of the call.
  'shopify_create_product: A plain product':                 {                         reply: 'cannot_tell' },
  'shopify_create_product: A tea in two sizes':              {                         reply: 'cannot_tell' },
  'shopify_save_draft_order: One variant and a service':     {                         reply: 'cannot_tell' },
  'shopify_save_collection: All oolongs under 20, by rules': { request: 'cannot_tell', reply: 'cannot_tell' },
  'shopify_save_collection: Two products, by hand':          { request: 'cannot_tell', reply: 'cannot_tell' },
  'shopify_save_content: A new page, hidden':                {                         reply: 'cannot_tell' },
  'shopify_save_content: A picture':                         { request: 'cannot_tell', reply: 'cannot_tell' },
  'shopify_save_content: A picture on a product':            { request: 'cannot_tell', reply: 'cannot_tell' },
  'shopify_save_fulfillment: Send one piece of one line':    {                         reply: 'cannot_tell' },
  'shopify_save_return: One piece comes back':               {                         reply: 'cannot_tell' },
  // The vendor shows it in another form, or not at all.
  'shopify_save_collection: New rules':                      {                         reply: 'cannot_tell' },
  'zoho_update_messages: Read':                              { request: 'cannot_tell', reply: 'cannot_tell' },
  'zoho_update_messages: A flag on a conversation':          { request: 'cannot_tell', reply: 'cannot_tell' },
  'bing_submit_urls: One page':                              { request: 'cannot_tell', reply: 'cannot_tell' },
  'bing_submit_urls: Two pages through IndexNow':            { request: 'cannot_tell', reply: 'cannot_tell' },
  'bing_submit_urls: A page with its content':               { request: 'cannot_tell', reply: 'cannot_tell' },
  'bing_add_site: Verify':                                   { request: 'cannot_tell', reply: 'cannot_tell' },
  // The first of several requests was carried out, and no other was sent.
  'zoho_delete_messages: Two':                               {                         reply: 'cannot_tell' },
};

/**
 * What is never in doubt: a file that nobody can name does nothing, so that its upload may be repeated whatever became of
 * it; and what is not there is not deleted.
 */
const NEVER_IN_DOUBT = ['zoho_upload_attachment', 'ga4_delete_key_event: At another property'];

const WRITES_IN_DOUBT = EXAMPLES.filter(
  ({ name, title }) => !NEVER_IN_DOUBT.includes(name) && !NEVER_IN_DOUBT.includes(`${name}: ${title}`),
);

function expected({ noReadBack }: Tool, name: string, title: string, lost: Lost): string {
  if (noReadBack !== undefined) return 'cannot_tell';
  return OTHERWISE[`${name}: ${title}`]?.[lost] ?? (lost === 'reply' ? 'done' : 'not_done');
}

/** All vendors, and a gateway whose writes lose something. */
async function openPlatform() {
  await using opening = new AsyncDisposableStack();
  const vendors = await openLyingVendors();
  const { platform, who } = opening.use(await openEmulatedGateway(vendors));
  const { checker } = letterDesk(platform, [who]);
  let keys = 0;

  /** Makes a write of which `loses` is lost, and looks for it when it can no longer arrive. */
  async function check({ name }: Tool, input: object, loses: Lost) {
    await vendors.clock.advance(CERTAIN_MS);
    const idempotencyKey = `key-${keys++}`;
    const write = () => platform.gateway.call(platform.request(who, name, input, { idempotencyKey }));
    vendors.loses = loses;
    const lost = await write().catch((thrown) => thrown);
    vendors.loses = undefined;
    const record = lost.details?.record as string | undefined;
    if (lost.code !== 'outcome_unknown' || record === undefined) return { lost: lost.code as string | undefined };
    await vendors.clock.advance(CERTAIN_MS);
    const { changed } = vendors;
    const { outcome, because } = await checker.check(record);
    // Whoever repeats a write that is done, or in doubt, sends nothing.
    if (outcome !== 'not_done') await write().catch(() => undefined);
    return { lost: lost.code as string, outcome, because, changed: vendors.changed - changed };
  }
  const opened = opening.move();
  return { check, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

describe('every tool that writes', () => {
  it.each(WRITES.map((tool) => [tool.name, tool] as const))('%s has a read-back, or says why not', (_, tool) => {
    expect([tool.readBack, tool.noReadBack].filter((one) => one !== undefined)).toHaveLength(1);
    const { noReadBack = 'It has one, so that it need not say why it has none.' } = tool;
    expect(noReadBack).toMatch(/^[A-Z].{30,}\.$/);
  });
});

describe('a write without an answer', () => {
  const opened = new AsyncDisposableStack();
  let shared: Awaited<ReturnType<typeof openPlatform>>;

  beforeAll(async () => {
    shared = opened.use(await openPlatform());
  });
  afterAll(() => opened.disposeAsync());

  /** What an earlier example has taken the ground from is made where nothing was made before. */
  async function check(tool: Tool, input: object, loses: Lost) {
    const seen = await shared.check(tool, input, loses);
    if (seen.lost === 'outcome_unknown') return seen;
    await using fresh = await openPlatform();
    return await fresh.check(tool, input, loses);
  }

  it.each(WRITES_IN_DOUBT)(
    'that never came is found by reading alone: $name, $title',
    async ({ name, title, input }) => {
      const tool = WRITES.find((one) => one.name === name) as Tool;

      const { lost, outcome, because, changed } = await check(tool, input, 'request');

      expect([lost, outcome, changed], because).toEqual(['outcome_unknown', expected(tool, name, title, 'request'), 0]);
    },
  );

  it.each(WRITES_IN_DOUBT)(
    'that was carried out is found by reading alone: $name, $title',
    async ({ name, title, input }) => {
      const tool = WRITES.find((one) => one.name === name) as Tool;

      const { lost, outcome, because, changed } = await check(tool, input, 'reply');

      expect([lost, outcome, changed], because).toEqual(['outcome_unknown', expected(tool, name, title, 'reply'), 0]);
    },
  );
});
