import { type FieldTest, type SearchFields, testOf } from './field-kinds.ts';
import { parseSearch, type SearchNode, type SearchTerm } from './parse-search.ts';

/** What one search had to say, as Shopify puts it into `extensions.search`. */
export interface SearchReport {
  readonly path: readonly (string | number)[];
  readonly query: string;
  readonly parsed: unknown;
  readonly warnings: readonly SearchWarning[];
}

export interface SearchWarning {
  readonly field: string;
  readonly message: string;
}

/** A search made ready: which rows it keeps, and what is wrong with it. */
export interface CompiledSearch<T> {
  keeps(row: T): boolean;
  readonly parsed: unknown;
  readonly warnings: readonly SearchWarning[];
}

/**
 * Compiles a search over rows with these fields. As at Shopify, a field that nobody knows and a value that cannot be read
 * are left out of the search, which then finds more than was asked for, and only a warning tells.
 */
export function compileSearch<T>(query: string, fields: SearchFields<T>, nowMs: number): CompiledSearch<T> {
  const root = parseSearch(query);
  const warnings: SearchWarning[] = [];
  const test = root && compileNode(root, fields, nowMs, warnings);
  return { keeps: test ?? (() => true), parsed: root ? describe(root) : {}, warnings };
}

type RowTest<T> = (row: T) => boolean;

function compileNode<T>(
  node: SearchNode,
  fields: SearchFields<T>,
  nowMs: number,
  warnings: SearchWarning[],
): RowTest<T> | undefined {
  switch (node.kind) {
    case 'term':
      return compileTerm(node.term, fields, nowMs, warnings);
    case 'not': {
      const test = compileNode(node.node, fields, nowMs, warnings);
      return test && ((row) => !test(row));
    }
    case 'and':
    case 'or': {
      const tests = node.nodes
        .map((child) => compileNode(child, fields, nowMs, warnings))
        .filter((test) => test !== undefined);
      if (tests.length === 0) return undefined;
      return node.kind === 'and' ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
    }
  }
}

function compileTerm<T>(
  term: SearchTerm,
  fields: SearchFields<T>,
  nowMs: number,
  warnings: SearchWarning[],
): RowTest<T> | undefined {
  const name = term.field ?? 'default';
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) {
    warnings.push({ field: name, message: 'Invalid search field for this query.' });
    return undefined;
  }
  if (term.value === '*' && !term.isPhrase) return (row) => field.values(row).length > 0;
  const test: FieldTest | undefined = testOf(field.kind, term, nowMs);
  if (!test) {
    warnings.push({ field: name, message: `Input \`${term.value}\` is not an accepted value.` });
    return undefined;
  }
  return (row) => field.values(row).some(test) !== (field.isExclusion ?? false);
}

const comparatorNames = {
  '': 'match_all',
  '>': 'range_gt',
  '>=': 'range_gte',
  '<': 'range_lt',
  '<=': 'range_lte',
} as const;

function describe(node: SearchNode): unknown {
  switch (node.kind) {
    case 'term': {
      const { field, comparator, value, isPhrase } = node.term;
      const name = isPhrase && comparator === '' ? 'match_phrase' : comparatorNames[comparator];
      return { field: field ?? 'default', [name]: value };
    }
    case 'not':
      return { not: describe(node.node) };
    case 'and':
    case 'or':
      return { [node.kind]: node.nodes.map(describe) };
  }
}
