import type { CallRequest } from '../../kernel/call.ts';
import type { Tool } from '../../kernel/tool.ts';
import { callReadTool } from './call-read-tool.ts';

/**
 * Makes a `call_read_tool` of a tool that reads a call of that tool, before anything else looks at it: rights, limits,
 * cache, audit and metrics are the tool's own. Every other request stays as it is.
 */
export function forwarded(request: CallRequest, find: (name: string) => Tool | undefined): CallRequest {
  if (request.tool !== callReadTool.name) return request;
  const parsed = callReadTool.input.safeParse(request.input);
  if (!parsed.success) return request;
  const { name, arguments: input } = parsed.data;
  const tool = find(name);
  return tool === undefined || tool.effect !== 'read' || tool === callReadTool
    ? request
    : { ...request, tool: name, input, via: callReadTool.name };
}
