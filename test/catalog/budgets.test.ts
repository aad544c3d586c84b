import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { createGrants } from '../../src/access/grants.ts';
import { ROLE_NAMES } from '../../src/access/roles.ts';
import { Catalog, toolsetOf } from '../../src/gateway/catalog.ts';
import { type ConnectionRuntime, ConnectionRuntimes } from '../../src/gateway/connection-runtime.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import type { Principal } from '../../src/kernel/principal.ts';
import { listedTools } from '../../src/transports/mcp/tool-lists.ts';
import { LISTING } from '../support/mcp-server.ts';
import { USUAL_CONNECTORS } from '../support/usual-tools.ts';

// What definitions take of a model's attention: hosts cut, complain or choose badly above.

/** Tokens that models read by (o200k). */
// biome-ignore format: a table is read in columns
const BUDGETS: Readonly<Record<string, { readonly all: number; readonly core: number }>> = {
  shopify:           { all: 10_000, core: 3_400 },
  'zoho-mail':       { all:  4_800, core: 1_900 },
  'search-console':  { all:  3_300, core: 1_500 },
  'bing-webmaster':  { all:  2_800, core: 1_000 },
  analytics:         { all:  3_300, core: 1_200 },
};
/** What a connector has that is not in the table. */
const USUAL_BUDGET = { all: 3_300, core: 1_200 };
const ALL_MAX = 25_000;
const DEFAULT_MAX = 9_000;

const SHORTER =
  'Say the same in fewer words (titles, descriptions, one field for two), or put tools that few need behind a `feature`; a budget is not raised.';
const LISTED_LESS = `${SHORTER} What is not \`core\` is not listed to who asks for no toolset.`;

const tokensOf = (value: unknown) => encode(JSON.stringify(value)).length;
const grants = createGrants();

/** Everything of these connectors on one connection each, as a role is listed it. */
function listOf(connectors: readonly Connector[], role: (typeof ROLE_NAMES)[number], toolsets?: readonly string[]) {
  const runtimes = connectors.map(
    (connector) => ({ connection: connectionOf(connector) }) as unknown as ConnectionRuntime,
  );
  const catalog = new Catalog(connectors, new ConnectionRuntimes(runtimes));
  const principal: Principal = { id: role, name: role, kind: 'api-key', grant: grants(role) };
  return listedTools(catalog.view(principal), principal.grant, toolsets, LISTING) as { name: string }[];
}

function connectionOf(connector: Connector) {
  const authentication = { kind: 'header', header: 'authorization', secret: 'NONE' } as const;
  const target = { origin: 'https://vendor.example', hosts: [], authentication, facts: {} };
  const state = { on: true, mode: 'mock', target } as const;
  return { id: `${connector.id}/default`, name: 'default', connector, credentialVersion: 1, state };
}

describe.each(USUAL_CONNECTORS.map((connector) => ({ id: connector.id, connector })))('$id', ({ id, connector }) => {
  const ofConnector = listOf([connector], 'admin', [toolsetOf(connector)]).filter(({ name }) =>
    name.startsWith(connector.toolPrefix),
  );
  const core = new Set(connector.tools.filter((tool) => tool.core).map(({ name }) => name));

  const budget = BUDGETS[id] ?? USUAL_BUDGET;

  it('keeps to its budget with all its tools', () => {
    expect(tokensOf(ofConnector), SHORTER).toBeLessThan(budget.all);
  });

  it('keeps to it with those for every day, and has some', () => {
    expect(core.size, 'Make what is used every day `core: true`.').toBeGreaterThan(0);
    expect(tokensOf(ofConnector.filter(({ name }) => core.has(name))), LISTED_LESS).toBeLessThan(budget.core);
  });
});

describe('all tools together', () => {
  it('leave a model room to think', () => {
    expect(tokensOf(listOf(USUAL_CONNECTORS, 'admin', ['all'])), SHORTER).toBeLessThan(ALL_MAX);
  });

  it.each(ROLE_NAMES)('leave it more where a %s asks for no toolset', (role) => {
    expect(tokensOf(listOf(USUAL_CONNECTORS, role)), LISTED_LESS).toBeLessThan(DEFAULT_MAX);
  });
});
