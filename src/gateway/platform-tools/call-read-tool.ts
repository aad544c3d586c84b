import { z } from 'zod';
import { PlatformError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { ToolListing } from '../gateway.ts';
import type { ToolDirectory } from './tool-directory.ts';
import { toolName } from './tool-name.ts';

const input = z.strictObject({
  name: toolName,
  arguments: z.looseObject({}).default({}).describe('Its arguments, as describe_tool gives their schema.'),
});

const output = z.looseObject({});

type Input = z.output<typeof input>;
type Output = z.output<typeof output>;

/**
 * `call_read_tool`: calls a tool that reads, for hosts that let a model call listed tools only. The gateway makes such a
 * call one of the tool itself; what comes as far as here is what cannot be called this way.
 */
export const callReadTool: Tool<Input, Output, ToolDirectory> = {
  name: 'call_read_tool',
  title: 'Call a tool that reads',
  description:
    'Calls a tool that is not in this list and only reads, by the name and arguments that search_tools and describe_tool ' +
    'give. The answer is that tool’s own. Tools that write are called by their own names alone.',
  effect: 'read',
  permission: 'platform.tools.read',
  core: true,
  cacheTtlMs: 0,
  input,
  output,
  scopes: [],
  examples: [
    { title: 'Without arguments', input: { name: 'search_tools', arguments: { query: 'orders' } } },
    { title: 'With arguments', input: { name: 'describe_tool', arguments: { name: 'search_tools' } } },
  ],
  async run({ name }, directory) {
    throw notThisWay(directory.find(name));
  },
};

function notThisWay({ tool, toolset }: ToolListing): PlatformError {
  const message =
    toolset === undefined
      ? `Call ${tool.name} by its own name.`
      : `${tool.name} changes data, so it is called by its own name, where its user can be asked. If it is not in your list, connect to /mcp/${toolset}, which lists it.`;
  return new PlatformError('invalid_input', message, { issues: [{ path: 'name', message }], sent: 'no' });
}
