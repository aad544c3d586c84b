import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connectors/index.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import { WireError } from '../../src/kernel/wire.ts';
import { type Ended, openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';

// Every tool that changes something, of every connector: its vendor does what it is asked, and one of its replies is
// lost, each in its turn. Sent again, where that is safe, it answers as if nothing had happened; else nobody knows what
// became of it, which is said, and the same call with the same key does nothing more.

const WRITES = CONNECTORS.flatMap(({ tools }): readonly Tool[] => tools)
  .filter(({ effect }) => effect !== 'read')
  .map((tool) => ({ name: tool.name, tool }));

/** What the vendor makes anew for each request, and what tells of one that was done before, by tool. */
const ANEW: Readonly<Record<string, RegExp>> = {
  shopify_cancel_order: /"(jobId|cancelledAt)":"[^"]*"/g,
  shopify_save_custom_data: /"compareDigest":"[^"]*"/g,
  bing_set_url_block: /"since":"[^"]*"/g,
  zoho_upload_attachment: /"handle":"[^"]*"/g,
  // Read of it when it has begun, and left out where that is lost.
  ga4_create_audience_export: /,"(audienceName|percent|startedAt|tokensCharged)":("[^"]*"|\d+)/g,
};

type Lost = 'request' | 'reply';

/**
 * Calls a tool by its first example, of which one request or reply is lost on its way; calls it again with the same key,
 * and then with another, which tells what the first has left behind.
 */
async function callThrice(tool: Tool, what: Lost = 'reply', lostAt?: number) {
  const vendors = await openLyingVendors();
  await using gateway = await openEmulatedGateway(vendors, { retries: 2 });
  let requests = 0;
  let replies = 0;
  const breaks = () => {
    throw new WireError('reset', 'unknown', 'The connection broke.');
  };
  vendors.before = () => {
    requests += 1;
    if (what === 'request' && requests - 1 === lostAt) breaks();
  };
  vendors.lie = (truth) => {
    replies += 1;
    return what === 'reply' && replies - 1 === lostAt ? breaks() : truth;
  };
  const input = tool.examples[0]?.input ?? {};
  const first = await gateway.call(tool, input, 'the-same-key');
  const asked = requests;
  const second = await gateway.call(tool, input, 'the-same-key');
  const askedAgain = requests - asked;
  const third = await gateway.call(tool, input, 'another-key');
  return { first, second, third, asked, askedAgain };
}

function told({ answer, error }: Ended, { name }: Tool): string {
  const { source: _, ...own } = answer ?? {};
  return JSON.stringify(error?.code ?? own).replace(ANEW[name] ?? /$^/, '');
}

describe.each(WRITES)('$name', ({ tool }) => {
  it('of which a request or a reply is lost is answered as if nothing had happened, or is in doubt, and is never done twice for one key', async () => {
    const truth = await callThrice(tool);
    expect(truth.first.error).toBeUndefined();
    expect(truth.asked).toBeGreaterThan(0);

    for (const what of ['request', 'reply'] as const) {
      const ends: string[] = [];
      for (let lostAt = 0; lostAt < truth.asked; lostAt += 1) {
        const { first, second, third, askedAgain } = await callThrice(tool, what, lostAt);
        const end = told(first, tool);
        const isAsEver = end === told(truth.first, tool);
        ends.push(isAsEver ? 'as ever' : end);
        expect([told(second, tool), askedAgain]).toEqual([end, 0]);
        if (isAsEver) expect(told(third, tool)).toBe(told(truth.third, tool));
      }

      // What may be sent again is never in doubt, and what may not is when it is the change itself that gets lost.
      if (tool.repeatable) expect(ends).toEqual(ends.map(() => 'as ever'));
      else {
        expect(ends.filter((end) => end !== 'as ever' && end !== '"outcome_unknown"')).toEqual([]);
        expect(ends).toContain('"outcome_unknown"');
      }
    }
  }, 60_000);
});
