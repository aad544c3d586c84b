import type { CatalogView, ToolListing } from '../../gateway/gateway.ts';
import type { Grant } from '../../kernel/principal.ts';
import { membersOf, prepareTail, type Tail } from './reply.ts';
import { type ListingOptions, toolDefinition } from './tool-definition.ts';
import { ALL_TOOLSETS, type Toolsets } from './toolsets.ts';

/**
 * The most that is listed to who asked for no toolset, in characters of JSON: 9,000 tokens of what models read by, since
 * definitions come to more than four characters a token.
 */
const DEFAULT_LIST_CHARACTERS = 36_000;

/** The lists of `tools/list`, prepared as bytes once a grant and choice of toolsets. */
export class ToolLists {
  readonly #options: ListingOptions;
  readonly #lists = new WeakMap<CatalogView, Map<string, Tail>>();

  constructor(options: ListingOptions) {
    this.#options = options;
  }

  /** `toolsets` names known ones only, in their order, which bounds what is kept. */
  of(view: CatalogView, grant: Grant, toolsets: Toolsets | undefined): Tail {
    const lists = this.#lists.get(view) ?? new Map<string, Tail>();
    this.#lists.set(view, lists);
    const key = toolsets === undefined ? '' : toolsets.join();
    let tail = lists.get(key);
    if (tail === undefined) {
      tail = prepareTail(membersOf({ tools: listedTools(view, grant, toolsets, this.#options) }));
      lists.set(key, tail);
    }
    return tail;
  }
}

/**
 * The definitions of one list. Toolsets are listed whole. Who asked for none is listed everything where that is little,
 * or where the operator chose the tools of the key; otherwise what is for every day. The platform's own are in every list.
 */
export function listedTools(
  view: CatalogView,
  grant: Grant,
  toolsets: Toolsets | undefined,
  options: ListingOptions,
): object[] {
  const define = (listings: readonly ToolListing[]) => listings.map((listing) => toolDefinition(listing, options));
  if (toolsets !== undefined) return define(view.tools.filter(({ toolset }) => isChosen(toolset, toolsets)));
  const everything = define(view.tools);
  if (grant.choosesTools || JSON.stringify(everything).length <= DEFAULT_LIST_CHARACTERS) return everything;
  return define(view.tools.filter(({ tool }) => tool.core));
}

function isChosen(toolset: string | undefined, toolsets: Toolsets): boolean {
  return toolset === undefined || toolsets.includes(ALL_TOOLSETS) || toolsets.includes(toolset);
}
