import type { ToolListing } from '../../gateway/gateway.ts';
import type { Tool } from '../../kernel/tool.ts';
import { listedInput, outlineOf } from './listed-schemas.ts';

/** A tool as `tools/list` shows it (server/tools of 2026-07-28; the same in both eras). */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ToolListing['inputSchema'];
  readonly outputSchema: ToolListing['outputSchema'];
  readonly annotations: ToolAnnotations;
}

/** All four hints, since clients assume the worst of those that are absent. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

export interface ListingOptions {
  /** How much of the schemas of answers is listed: their members and types, or all of them. */
  readonly outputSchemas: 'outline' | 'full';
}

/**
 * Derives what clients are told of a tool from its declaration and the schemas that its callers see, in as few words as
 * a model needs to call it: every list costs every conversation.
 */
export function toolDefinition(
  { tool, inputSchema, outputSchema }: ToolListing,
  { outputSchemas }: ListingOptions,
): ToolDefinition {
  const { name, title, description } = tool;
  return {
    name,
    title,
    description,
    inputSchema: listedInput(inputSchema),
    outputSchema: outputSchemas === 'full' ? outputSchema : outlineOf(outputSchema),
    annotations: annotationsOf(tool),
  };
}

/** The world is open everywhere: what vendors store was written by strangers too. */
function annotationsOf({ effect, repeatable }: Tool): ToolAnnotations {
  return {
    readOnlyHint: effect === 'read',
    destructiveHint: effect === 'destroy',
    idempotentHint: effect === 'read' || repeatable === true,
    openWorldHint: true,
  };
}
