import type { Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { nearest } from '../../kernel/nearest.ts';
import type { Principal } from '../../kernel/principal.ts';
import type { Tool } from '../../kernel/tool.ts';

/** Ends calls of tools that do not exist or that the principal may not call, before anything of the input is looked at. */
export function authorizeTool(visibleNames: (principal: Principal) => readonly string[]): Step {
  return (call, next) => {
    const { tool, principal, request } = call;
    if (!tool) throw unknownTool(request.tool, visibleNames(principal));
    if (!mayCall(principal, tool)) throw forbidden(principal, tool);
    return next(call);
  };
}

/** Whether the grant reaches the tool, whatever the connection. */
export function mayCall({ grant }: Principal, tool: Tool): boolean {
  return grant.permits(tool.permission) && grant.allowsTool(tool.name);
}

function unknownTool(name: string, visible: readonly string[]): PlatformError {
  const near = nearest(name, visible);
  const hint = near ? ` Did you mean ${near}?` : ' List the tools to see the names.';
  return new PlatformError('unknown_tool', `There is no tool of that name.${hint}`, { sent: 'no' });
}

function forbidden({ grant }: Principal, tool: Tool): PlatformError {
  const because = grant.permits(tool.permission)
    ? 'this key is limited to other tools'
    : `the role ${grant.role} does not hold the permission ${tool.permission}`;
  return new PlatformError(
    'forbidden',
    `You may not call ${tool.name}: ${because}. Ask the operator for a key that may.`,
    {
      sent: 'no',
    },
  );
}
