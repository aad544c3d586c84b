import { z } from 'zod';
import type { Tool } from '../../kernel/tool.ts';
import { scopesOf } from '../../kernel/tool-scopes.ts';
import type { ToolDirectory } from './tool-directory.ts';
import { toolName } from './tool-name.ts';

const JsonSchema = z.looseObject({});

const input = z.strictObject({ name: toolName });

const output = z.strictObject({
  name: z.string().describe('Name to call it by.'),
  title: z.string().describe('What it does, in short.'),
  description: z.string().describe('When to use it, and what comes back.'),
  connector: z.string().describe('The connector that it belongs to.'),
  toolset: z.string().optional().describe('The toolset that lists it; absent for tools that are in every list.'),
  effect: z.enum(['read', 'write', 'destroy']).describe('What it does to the data.'),
  permission: z.string().describe('Permission that it needs; you hold it.'),
  scopes: z.array(z.string()).describe('Rights that the connection needs at the vendor.'),
  inputSchema: JsonSchema.describe('JSON Schema of the arguments, with all that they are checked for.'),
  outputSchema: JsonSchema.describe('JSON Schema of the answer, every field with its meaning.'),
  examples: z
    .array(
      z.strictObject({
        title: z.string().describe('What it shows.'),
        input: JsonSchema.describe('The arguments.'),
      }),
    )
    .describe('Calls that work.'),
});

type Input = z.output<typeof input>;
type Output = z.output<typeof output>;

/** `describe_tool`: all that a tool declares, for one that the caller may call. */
export const describeTool: Tool<Input, Output, ToolDirectory> = {
  name: 'describe_tool',
  title: 'Describe a tool',
  description:
    'Gives the whole schema of one tool’s arguments and answer, with examples, permission and effect. Lists show answers ' +
    'in outline only: use it before you rely on a field of an answer, or to call a tool that search_tools found.',
  effect: 'read',
  permission: 'platform.tools.read',
  core: true,
  cacheTtlMs: 0,
  input,
  output,
  scopes: [],
  examples: [
    { title: 'A tool of this list', input: { name: 'search_tools' } },
    { title: 'Itself', input: { name: 'describe_tool' } },
  ],
  async run({ name }, directory) {
    const { tool, connector, toolset, inputSchema, outputSchema } = directory.find(name);
    const { title, description, effect, permission, examples } = tool;
    return {
      name,
      title,
      description,
      connector: connector.id,
      toolset,
      effect,
      permission,
      scopes: [...scopesOf(tool)],
      inputSchema,
      outputSchema,
      examples: [...examples],
    };
  },
};
