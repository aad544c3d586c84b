import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { it } from 'vitest';
import { createGrants } from './access/grants.ts';
import { shopify } from './connectors/shopify/connector.ts';
import { Catalog, toolsetOf } from './gateway/catalog.ts';
import { ConnectionRuntimes } from './gateway/connection-runtime.ts';
import { listedTools } from './transports/mcp/tool-lists.ts';
import { LISTING } from '../test/support/mcp-server.ts';
it('x', () => {
  const authentication = { kind: 'header', header: 'authorization', secret: 'NONE' } as const;
  const target = { origin: 'https://vendor.example', hosts: [], authentication, facts: {} };
  const connection = { id: `shopify/default`, name: 'default', connector: shopify, credentialVersion: 1, state: { on: true, mode: 'mock', target } };
  const catalog = new Catalog([shopify], new ConnectionRuntimes([{ connection } as any]));
  const p: any = { id: 'admin', name: 'admin', kind: 'api-key', grant: createGrants()('admin') };
  const list = (listedTools(catalog.view(p), p.grant, [toolsetOf(shopify)], LISTING) as any[]).filter(t=>t.name.startsWith('shopify_'));
  const rows = list.map(t=>[encode(JSON.stringify(t)).length, t.name, encode(JSON.stringify(t.inputSchema)).length, encode(JSON.stringify(t.outputSchema??{})).length, encode(t.description).length]);
  console.log(rows.map(r=>r.join(' ')).join('\n')); console.log(rows.reduce((s,r)=>s+(r[0] as number),0));
  console.log(JSON.stringify(list.find(t=>t.name===(process.env.SHOW??'shopify_update_order'))));
});
