import type { ToolListing } from '../../gateway/gateway.ts';
import type { Tool } from '../../kernel/tool.ts';

/** A tool as `tools/list` shows it (server/tools of 2026-07-28; the same in both eras). */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ToolListing['inputSchema'];
  readonly outputSchema: ToolListing['outputSchema'];
  readonly annotations: ToolAnnotations;
  readonly _meta: { readonly 'mcp-platform/connector': string };
}

/** All four hints, since clients assume the worst of those that are absent. */
export interface ToolAnnotations {
  readonly title: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** Derives what clients are told of a tool from its declaration and the schemas that its callers see. */
export function toolDefinition({ tool, connector, inputSchema, outputSchema }: ToolListing): ToolDefinition {
  const { name, title, description } = tool;
  return {
    name,
    title,
    description,
    inputSchema,
    outputSchema,
    annotations: annotationsOf(tool),
    _meta: { 'mcp-platform/connector': connector.id },
  };
}

/** The world is open everywhere: what vendors store was written by strangers too. */
function annotationsOf({ title, effect, repeatable }: Tool): ToolAnnotations {
  return {
    title,
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'destroy',
    idempotentHint: effect === 'read' || repeatable === true,
    openWorldHint: true,
  };
}
