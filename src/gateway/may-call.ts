import { PlatformError } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import { isPlatformTool } from './platform-tools/platform-connector.ts';

/**
 * Whether the grant reaches the tool, whatever the connection. A grant's choice of tools is one of vendors' tools: the
 * platform's own give nothing away that the grant does not reach.
 */
export function mayCall({ grant }: Principal, tool: Tool): boolean {
  return grant.permits(tool.permission) && (isPlatformTool(tool) || grant.allowsTool(tool.name));
}

/** The refusal of a tool that the grant does not reach, with what is lacking. */
export function forbidden({ grant }: Principal, tool: Tool): PlatformError {
  const because = grant.permits(tool.permission)
    ? 'this key is limited to other tools'
    : `the role ${grant.role} does not hold the permission ${tool.permission}`;
  const message = `You may not call ${tool.name}: ${because}. Ask the operator for a key that may.`;
  return new PlatformError('forbidden', message, { sent: 'no' });
}
