import { ToolSchema } from '@modelcontextprotocol/core';
import { expect, it } from 'vitest';
import { createPrincipal, createSmallGateway } from '../../../test/support/small-gateway.ts';
import { createTrialConnector } from '../../../test/support/trial-connector.ts';
import { toolDefinition } from './tool-definition.ts';

const { connector } = createTrialConnector();
const { tools } = createSmallGateway([connector]).catalog(createPrincipal('alice'));
const definitions = new Map(tools.map((listing) => [listing.tool.name, toolDefinition(listing)]));

it.each([
  ['trial_echo', { readOnlyHint: true, destructiveHint: false, idempotentHint: true }],
  ['trial_write', { readOnlyHint: false, destructiveHint: false, idempotentHint: true }],
  ['trial_destroy', { readOnlyHint: false, destructiveHint: true, idempotentHint: false }],
])('%s carries all four hints, as its effect says', (name, hints) => {
  expect(definitions.get(name)?.annotations).toMatchObject({ ...hints, openWorldHint: true });
});

it('a definition is a tool by the official schema, with title, description, both schemas and its connector', () => {
  const definition = definitions.get('trial_echo');

  expect(ToolSchema.parse(definition)).toEqual(definition);
  expect(definition).toMatchObject({
    title: 'Echo',
    description: 'Gives back what it gets.',
    inputSchema: { type: 'object', required: ['text'] },
    outputSchema: { type: 'object', required: ['text', 'mode', 'source'] },
    annotations: { title: 'Echo' },
    _meta: { 'mcp-platform/connector': 'trial' },
  });
});
