import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defineTool } from '../../src/connectors/define.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { shopify } from '../../src/connectors/shopify/connector.ts';
import { zohoMail } from '../../src/connectors/zoho-mail/connector.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import type { DoubtedWrite } from '../../src/kernel/read-back.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import { scopesOf } from '../../src/kernel/tool-scopes.ts';
import { examplesOf } from '../support/answer-checks.ts';
import { connectMailbox } from '../support/connected-mailbox.ts';
import { connectShop } from '../support/connected-shop.ts';

// Vendors whose tokens have scopes that their emulators hold tools to: with what a tool declares, and nothing else, all of
// its examples work, and so does looking for what became of each.

const VENDORS = [
  { tools: shopify.tools as readonly Tool[], connect: (scopes: readonly string[]) => connectShop({ scopes }) },
  {
    tools: zohoMail.tools as readonly Tool[],
    connect: (scopes: readonly string[]) =>
      connectMailbox({ scopes, settings: { ZOHO_ACCOUNT_ID: '2560636000000008002' } }),
  },
];
const { signal } = new AbortController();
/** Looks that no example makes. */
const MORE = [
  {
    name: 'zoho_update_messages',
    title: 'Into the trash',
    input: { action: 'trash', messageIds: ['1753000000000100001'] },
  },
];
const ROWS = VENDORS.flatMap(({ tools, connect }) =>
  [...examplesOf(tools), ...MORE.filter(({ name }) => tools.some((tool) => tool.name === name))].map(
    ({ name, title, input }) => ({
      name,
      title,
      input,
      connect,
      tool: tools.find((tool) => tool.name === name) as Tool,
    }),
  ),
);

/** What a refusal for want of a scope says; `undefined` of every other end. */
async function lacking(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return /permission|authentication/.test(error.code) ? error.message : undefined;
  }
}

describe('the scopes that a tool declares', () => {
  it('for looking are those of a read-back, and none twice', () => {
    const tool = { ...ROWS.find(({ tool: one }) => one.readBack !== undefined)?.tool } as Tool;
    const { readBack: _readBack, ...without } = tool;

    expect(() => defineTool({ ...tool, readBackScopes: ['read_all'] })).not.toThrow();
    expect(() => defineTool({ ...tool, readBackScopes: tool.scopes })).toThrow(/hold for its read-back/);
    expect(() => defineTool({ ...without, readBackScopes: ['read_all'] })).toThrow(/no read-back/);
  });

  it('for looking stand in the guide of the vendor', () => {
    const guide = readFileSync(new URL('../../docs/connectors/zoho-mail.md', import.meta.url), 'utf8');
    const told = guide.slice(guide.indexOf('What became of a write'), guide.indexOf('## Who may do what'));
    const asking = CONNECTORS.flatMap(({ tools }): readonly Tool[] => tools).filter((tool) => tool.readBackScopes);

    expect(asking.length).toBeGreaterThan(0);
    for (const { name, readBackScopes = [] } of asking) {
      expect(told).toContain(`\`${name}\``);
      for (const scope of readBackScopes) expect(told).toContain(`\`${scope.replace('ZohoMail.', '')}\``);
    }
  });

  it.each(ROWS)('are enough for $name: $title', async ({ tool, input, connect }) => {
    const vendor = connect(tool.scopes);
    expect(await lacking(() => vendor.call(tool, input))).toBeUndefined();
  });

  it.each(ROWS.filter(({ tool }) => tool.readBack !== undefined))(
    'are with those of its read-back enough to look for $name: $title',
    async ({ tool, input, connect }) => {
      const vendor = connect(scopesOf(tool));
      const write: DoubtedWrite = { record: '1', fingerprint: '1', key: '1', earliestAt: vendor.clock.now() };
      const look = () =>
        tool.readBack?.(tool.input.parse(input), vendor.upstream(), { signal, now: vendor.clock.now, write });

      expect(await lacking(async () => look())).toBeUndefined();
      await vendor.call(tool, input).catch(() => undefined);
      expect(await lacking(async () => look())).toBeUndefined();
    },
  );
});
