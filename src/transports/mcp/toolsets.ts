import { PlatformError } from '../../kernel/errors.ts';
import { nearest } from '../../kernel/nearest.ts';

/** The toolset that holds every tool. */
export const ALL_TOOLSETS = 'all';

/** Which tools `tools/list` shows, by names of toolsets, each once, in the order of the connectors. */
export type Toolsets = readonly string[];

const PATH = '/mcp';
/** All that there are, each once, is less than this. */
const TEXT_MAX = 500;

/**
 * Reads the toolsets in the path of an MCP address: `/mcp/gsc,ga4`. `undefined` where it names none: `/mcp`. Throws
 * `not_found`, saying what there is.
 */
export function toolsetsOfUrl(url: string, known: readonly string[]): Toolsets | undefined {
  if (url === PATH) return undefined;
  const [path = ''] = url.split('?', 1);
  return path === PATH ? undefined : parseToolsets(decoded(path.slice(PATH.length + 1)), known);
}

/** Reads names of toolsets, joined by commas. Throws `not_found` for one that there is not, saying what there is. */
export function parseToolsets(text: string, known: readonly string[]): Toolsets {
  const there = [ALL_TOOLSETS, ...known];
  const names = text.length > TEXT_MAX ? [''] : text.split(',');
  const strange = names.find((name) => !there.includes(name));
  if (strange === undefined) return there.filter((name) => names.includes(name));
  const near = nearest(strange, there);
  throw new PlatformError(
    'not_found',
    `There is no such toolset.${near ? ` Did you mean ${near}?` : ''} There are ${there.join(', ')}; join several by commas, as in ${PATH}/${known.slice(0, 2).join()}.`,
  );
}

/** What is not well encoded names nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
