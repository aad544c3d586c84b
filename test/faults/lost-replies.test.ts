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
  zoho_upload_attachment: /"handle":"[^"]*"/g,
};

/** Calls a tool by its first example, of whose vendor's replies one is lost, and calls it again with the same key. */
async function callTwice(tool: Tool, lostAt?: number) {
  const vendors = await openLyingVendors();
  await using gateway = await openEmulatedGateway(vendors, { retries: 2 });
  let replies = 0;
  vendors.lie = (truth) => {
    replies += 1;
    if (replies - 1 === lostAt) throw new WireError('reset', 'unknown', 'The connection broke.');
    return truth;
  };
  const input = tool.examples[0]?.input ?? {};
  const first = await gateway.call(tool, input, 'the-same-key');
  const asked = replies;
  const second = await gateway.call(tool, input, 'the-same-key');
  return { first, second, asked, askedAgain: replies - asked };
}

function told({ answer, error }: Ended, { name }: Tool): string {
  const { source: _, ...own } = answer ?? {};
  return JSON.stringify(error?.code ?? own).replace(ANEW[name] ?? /$^/, '');
}

describe.each(WRITES)('$name', ({ tool }) => {
  it('whose vendor’s reply is lost is answered as if nothing had happened, or is in doubt, and is never done twice for one key', async () => {
    const truth = await callTwice(tool);
    expect(truth.first.error).toBeUndefined();
    expect(truth.asked).toBeGreaterThan(0);

    const ends: string[] = [];
    for (let lostAt = 0; lostAt < truth.asked; lostAt += 1) {
      const { first, second, askedAgain } = await callTwice(tool, lostAt);
      ends.push(told(first, tool) === told(truth.first, tool) ? 'as ever' : told(first, tool));
      expect([told(second, tool), askedAgain]).toEqual([told(first, tool), 0]);
    }

    // What may be sent again is never in doubt, and what may not is when the reply to the change itself is lost.
    if (tool.repeatable) expect(ends).toEqual(ends.map(() => 'as ever'));
    else {
      expect(ends.filter((end) => end !== 'as ever' && end !== '"outcome_unknown"')).toEqual([]);
      expect(ends).toContain('"outcome_unknown"');
    }
  }, 60_000);
});
