import { z } from 'zod';
import type { Tool } from '../../kernel/tool.ts';
import type { ToolListing } from '../gateway.ts';
import type { ToolDirectory } from './tool-directory.ts';

/** More would be a list again. */
const RESULTS_MAX = 10;
const QUERY_MAX = 200;

const input = z.strictObject({
  query: z.string().trim().min(1).max(QUERY_MAX).describe('What you want to do, in a few words.'),
  toolset: z.string().max(40).optional().describe('Only tools of this system, as their names begin: shopify.'),
});

const output = z.strictObject({
  tools: z
    .array(
      z.strictObject({
        name: z.string().describe('Name to call it by.'),
        title: z.string().describe('What it does, in short.'),
        description: z.string().describe('When to use it, and what comes back.'),
        effect: z.enum(['read', 'write', 'destroy']).describe('What it does to the data; call_read_tool calls reads.'),
        toolset: z.string().describe('The toolset that lists it.'),
        arguments: z.array(z.string()).describe('Names of its arguments; describe_tool gives their schema.'),
        required: z.array(z.string()).describe('Those that must be given.'),
      }),
    )
    .describe('The best matches first, ten at most.'),
  matches: z.number().int().describe('How many tools match in all.'),
});

type Input = z.output<typeof input>;
type Output = z.output<typeof output>;

/** `search_tools`: finds tools that the caller may call, by words. */
export const searchTools: Tool<Input, Output, ToolDirectory> = {
  name: 'search_tools',
  title: 'Search tools',
  description:
    'Finds more tools than are listed here, by words: “refund order”, “indexing status”. Use it when no listed tool does ' +
    'the job. Gives up to ten that you may call. Then describe_tool for the schema, and call_read_tool for those that read.',
  effect: 'read',
  permission: 'platform.tools.read',
  core: true,
  cacheTtlMs: 0,
  input,
  output,
  list: 'tools',
  scopes: [],
  examples: [
    { title: 'What there is about orders', input: { query: 'orders of a customer' } },
    { title: 'Of one system', input: { query: 'products', toolset: 'shopify' } },
  ],
  async run({ query, toolset }, directory) {
    const found = directory.search(query, toolset);
    return { tools: found.slice(0, RESULTS_MAX).map(({ listing }) => toResult(listing)), matches: found.length };
  },
};

function toResult({ tool, toolset, inputSchema }: ToolListing): Output['tools'][number] {
  const { name, title, description, effect } = tool;
  const { properties = {}, required = [] } = inputSchema;
  return {
    name,
    title,
    description,
    effect,
    toolset: toolset as string,
    arguments: Object.keys(properties as object),
    required: required as string[],
  };
}
