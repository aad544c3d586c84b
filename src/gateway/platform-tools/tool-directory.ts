import { PlatformError } from '../../kernel/errors.ts';
import { nearest } from '../../kernel/nearest.ts';
import type { Principal } from '../../kernel/principal.ts';
import type { Tool } from '../../kernel/tool.ts';
import type { CatalogView, ToolListing } from '../gateway.ts';
import { forbidden, mayCall } from '../may-call.ts';
import { type Found, ToolIndex } from './tool-index.ts';

/** What a directory is made from. */
export interface DirectoryParts {
  view(principal: Principal): CatalogView;
  /** A tool by its exact name, whoever may call it. */
  find(name: string): Tool | undefined;
}

/** The tools that one principal may call now, to look things up in: what platform tools work with. */
export interface ToolDirectory {
  /** Throws `not_found` or `forbidden`, saying what to change. */
  find(name: string): ToolListing;
  /** The best matches first, of one toolset or of all. Throws `invalid_input` for a toolset that there is not. */
  search(query: string, toolset: string | undefined): readonly Found[];
}

/** Makes directories. What is searched is indexed once a view. */
export function createDirectories(parts: DirectoryParts): (principal: Principal) => ToolDirectory {
  const indexes = new WeakMap<CatalogView, ToolIndex>();
  return (principal) => {
    const view = parts.view(principal);
    let index = indexes.get(view);
    if (index === undefined) {
      index = new ToolIndex(view.tools.filter(({ toolset }) => toolset !== undefined));
      indexes.set(view, index);
    }
    const { search } = index;
    return { find: (name) => find(name, principal, view, parts), search };
  };
}

function find(name: string, principal: Principal, view: CatalogView, parts: DirectoryParts): ToolListing {
  const listing = view.tools.find(({ tool }) => tool.name === name);
  if (listing) return listing;
  const tool = parts.find(name);
  if (tool && !mayCall(principal, tool)) throw forbidden(principal, tool);
  if (tool) {
    throw new PlatformError(
      'not_found',
      `${name} cannot be called at the moment: its connection is off, or not yours.`,
    );
  }
  const names = view.tools.map((one) => one.tool.name);
  const near = nearest(name, names);
  const hint = near ? `Did you mean ${near}?` : 'Look for it with search_tools.';
  throw new PlatformError('not_found', `There is no tool of that name. ${hint}`);
}
