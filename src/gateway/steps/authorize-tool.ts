import type { Step } from '../../kernel/call.ts';
import { PlatformError } from '../../kernel/errors.ts';
import { nearest } from '../../kernel/nearest.ts';
import type { Principal } from '../../kernel/principal.ts';
import { forbidden, mayCall } from '../may-call.ts';

/** Ends calls of tools that do not exist or that the principal may not call, before anything of the input is looked at. */
export function authorizeTool(visibleNames: (principal: Principal) => readonly string[]): Step {
  return (call, next) => {
    const { tool, principal, request } = call;
    if (!tool) throw unknownTool(request.tool, visibleNames(principal));
    if (!mayCall(principal, tool)) throw forbidden(principal, tool);
    return next(call);
  };
}

function unknownTool(name: string, visible: readonly string[]): PlatformError {
  const near = nearest(name, visible);
  const hint = near ? ` Did you mean ${near}?` : ' List the tools to see the names.';
  return new PlatformError('unknown_tool', `There is no tool of that name.${hint}`, { sent: 'no' });
}
