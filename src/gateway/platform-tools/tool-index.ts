import { PlatformError } from '../../kernel/errors.ts';
import type { ToolListing } from '../gateway.ts';

/** A tool that was found, and how well it fits: only good for comparing. */
export interface Found {
  readonly listing: ToolListing;
  readonly score: number;
}

/** How much a word says by where it stands. */
const WEIGHTS = { name: 5, title: 3, arguments: 1.5, description: 1 } as const;
/** A word that begins like the one asked for says this much of it. */
const BEGINNING = 0.6;
const BEGINNING_MIN = 3;
/** Words that say nothing of a tool. */
const EMPTY_WORDS = new Set(
  'a all an and are as at be by for from how in is it its me my of on or the to what which with'.split(' '),
);

/** One tool's words, each with the weight of its best place. */
interface Entry {
  readonly listing: ToolListing;
  readonly words: ReadonlyMap<string, number>;
}

/** Finds tools by words over name, title, description and names of arguments. Rare words count more than common ones. */
export class ToolIndex {
  readonly #entries: readonly Entry[];
  readonly #toolsets: readonly string[];

  constructor(listings: readonly ToolListing[]) {
    this.#entries = listings.map((listing) => ({ listing, words: weighedWords(listing) }));
    this.#toolsets = [...new Set(listings.flatMap(({ toolset }) => toolset ?? []))];
  }

  /** Gives what matches at least one word, best first; tools that fit equally in order of their names. */
  readonly search = (query: string, toolset: string | undefined): readonly Found[] => {
    const entries = this.#entries.filter(({ listing }) => toolset === undefined || isOf(listing, toolset));
    if (toolset !== undefined && entries.length === 0) throw this.#noToolset();
    const asked = wordsOf(query);
    const rarity = new Map(asked.map((word) => [word, this.#rarityOf(word)]));
    const found = entries.map(({ listing, words }) => {
      const scores = asked.map((word) => matchOf(word, words) * (rarity.get(word) as number));
      const matched = scores.filter((score) => score > 0).length;
      // A tool that fits all words beats one that fits one of them very well.
      const score = scores.reduce((sum, one) => sum + one, 0) * (asked.length === 0 ? 0 : matched / asked.length);
      return { listing, score };
    });
    return found.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  };

  #rarityOf(word: string): number {
    const having = this.#entries.filter(({ words }) => matchOf(word, words) > 0).length;
    return Math.log(1 + this.#entries.length / (1 + having));
  }

  #noToolset(): PlatformError {
    const message = `Use one of: ${this.#toolsets.join(', ')}; or leave it out.`;
    const issues = [{ path: 'toolset', message }];
    return new PlatformError('invalid_input', `You have no tools of that system. ${message}`, { issues });
  }
}

/** Callers may know a system by the name of its tools (`gsc`) or by its own (`search-console`). */
function isOf({ toolset, connector }: ToolListing, wanted: string): boolean {
  const name = wanted.toLowerCase();
  return toolset === name || connector.id === name;
}

function weighedWords({ tool, inputSchema }: ToolListing): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsOf(text)) words.set(word, Math.max(weight, words.get(word) ?? 0));
  };
  add(tool.name, WEIGHTS.name);
  add(tool.title, WEIGHTS.title);
  add(tool.description, WEIGHTS.description);
  for (const name of Object.keys(inputSchema.properties as object)) add(spaced(name), WEIGHTS.arguments);
  return words;
}

/** `financialStatus` is two words. */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}

/** The words of a text that say something, each once, in the singular as far as a final s tells. */
function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = words.filter((word) => !EMPTY_WORDS.has(word)).map(singular);
  return [...new Set(said)];
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function matchOf(word: string, words: ReadonlyMap<string, number>): number {
  const whole = words.get(word) ?? 0;
  if (whole > 0 || word.length < BEGINNING_MIN) return whole;
  let best = 0;
  for (const [other, weight] of words) {
    if (other.length >= BEGINNING_MIN && (other.startsWith(word) || word.startsWith(other)))
      best = Math.max(best, weight);
  }
  return best * BEGINNING;
}
