/**
 * Shopify's search syntax (shopify.dev/docs/api/usage/search-syntax): terms, `field:value`, comparators, quotes, `AND`,
 * `OR`, `NOT` and `-`, brackets, and `*` at the end of a prefix. Terms that stand side by side must all match.
 */
export type SearchNode =
  | { readonly kind: 'term'; readonly term: SearchTerm }
  | { readonly kind: 'not'; readonly node: SearchNode }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly SearchNode[] };

export interface SearchTerm {
  /** `undefined` for a word that stands alone. */
  readonly field: string | undefined;
  readonly comparator: '' | '>' | '>=' | '<' | '<=';
  readonly value: string;
  /** Whether the value stood in quotes. */
  readonly isPhrase: boolean;
}

type Token = { readonly kind: '(' | ')' | 'AND' | 'OR' | 'NOT' } | { readonly kind: 'term'; readonly term: SearchTerm };

const termPattern =
  /([A-Za-z_][\w.]*):\s*(>=|<=|>|<)?\s*(?:"([^"]*)"|'([^']*)'|([^\s()]+))|"([^"]*)"|'([^']*)'|([^\s()]+)/y;

/** Reads a search; `undefined` for an empty one, which matches everything. Nothing is malformed: what cannot be read is a word. */
export function parseSearch(text: string): SearchNode | undefined {
  const tokens = tokenize(text);
  let position = 0;

  const readAny = (): SearchNode | undefined => {
    const options = [readAll()];
    while (tokens[position]?.kind === 'OR') {
      position++;
      options.push(readAll());
    }
    return join('or', options);
  };
  const readAll = (): SearchNode | undefined => {
    const parts: (SearchNode | undefined)[] = [];
    for (let token = tokens[position]; token && token.kind !== 'OR' && token.kind !== ')'; token = tokens[position]) {
      if (token.kind === 'AND') position++;
      else parts.push(readOne());
    }
    return join('and', parts);
  };
  const readOne = (): SearchNode | undefined => {
    const token = tokens[position++];
    if (token?.kind === 'NOT') {
      const node = position < tokens.length ? readOne() : undefined;
      return node && { kind: 'not', node };
    }
    if (token?.kind === '(') {
      const node = readAny();
      if (tokens[position]?.kind === ')') position++;
      return node;
    }
    return token?.kind === 'term' ? { kind: 'term', term: token.term } : undefined;
  };

  const parts: (SearchNode | undefined)[] = [];
  while (position < tokens.length) {
    parts.push(readAny());
    // A bracket that closes nothing is skipped.
    if (tokens[position]?.kind === ')') position++;
  }
  return join('and', parts);
}

function join(kind: 'and' | 'or', parts: readonly (SearchNode | undefined)[]): SearchNode | undefined {
  const nodes = parts.filter((node) => node !== undefined);
  return nodes.length > 1 ? { kind, nodes } : nodes[0];
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text[position]!;
    if (/\s/.test(character)) {
      position++;
    } else if (character === '(' || character === ')') {
      tokens.push({ kind: character });
      position++;
    } else if (character === '-' && /\S/.test(text[position + 1] ?? ' ')) {
      tokens.push({ kind: 'NOT' });
      position++;
    } else {
      termPattern.lastIndex = position;
      const match = termPattern.exec(text);
      if (!match) break;
      tokens.push(toToken(match));
      position = termPattern.lastIndex;
    }
  }
  return tokens;
}

function toToken(match: RegExpExecArray): Token {
  const [whole, field, comparator, double, single, bare, doubleAlone, singleAlone, word] = match;
  if (word === 'AND' || word === 'OR' || word === 'NOT') return { kind: word };
  const phrase = double ?? single ?? doubleAlone ?? singleAlone;
  // `created_at:'>2024-01-01'`: a comparator inside the quotes counts too.
  const inner = field && phrase && comparator === undefined ? /^(>=|<=|>|<)\s*(.+)$/.exec(phrase) : null;
  const term: SearchTerm = {
    field: field?.toLowerCase(),
    comparator: (inner?.[1] ?? comparator ?? '') as SearchTerm['comparator'],
    value: inner?.[2] ?? phrase ?? bare ?? word ?? whole,
    isPhrase: phrase !== undefined,
  };
  return { kind: 'term', term };
}
