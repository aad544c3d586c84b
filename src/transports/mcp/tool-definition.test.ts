import { ToolSchema } from '@modelcontextprotocol/core';
import { expect, it } from 'vitest';
import { LISTING } from '../../../test/support/mcp-server.ts';
import { createPrincipal, createSmallGateway } from '../../../test/support/small-gateway.ts';
import { createTrialConnector } from '../../../test/support/trial-connector.ts';
import type { ToolListing } from '../../gateway/gateway.ts';
import { toolDefinition } from './tool-definition.ts';

const { connector } = createTrialConnector();
const { tools } = createSmallGateway([connector]).catalog(createPrincipal('alice'));
const definitions = new Map(tools.map((listing) => [listing.tool.name, toolDefinition(listing, LISTING)]));

it.each([
  ['trial_echo', { readOnlyHint: true, destructiveHint: false, idempotentHint: true }],
  ['trial_write', { readOnlyHint: false, destructiveHint: false, idempotentHint: true }],
  ['trial_destroy', { readOnlyHint: false, destructiveHint: true, idempotentHint: false }],
])('%s carries all four hints, as its effect says', (name, hints) => {
  expect(definitions.get(name)?.annotations).toMatchObject({ ...hints, openWorldHint: true });
});

it('a definition is a tool by the official schema, with title, description, arguments and an outline of its answer', () => {
  const definition = definitions.get('trial_echo');

  expect(ToolSchema.parse(definition)).toEqual(definition);
  expect(definition).toMatchObject({
    title: 'Echo',
    description: 'Gives back what it gets.',
    inputSchema: { type: 'object', required: ['text'] },
    outputSchema: {
      type: 'object',
      properties: { text: { type: 'string' }, mode: { type: 'string' }, source: { type: 'object' } },
      required: ['text', 'mode', 'source'],
    },
  });
});

it('a definition has the whole schema of its answer where the setting asks for it', () => {
  const listing = tools.find(({ tool }) => tool.name === 'trial_echo') as ToolListing;

  expect(toolDefinition(listing, { outputSchemas: 'full' }).outputSchema).toBe(listing.outputSchema);
});
