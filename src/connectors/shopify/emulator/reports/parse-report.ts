/** A ShopifyQL query taken apart; columns are not checked yet. */
export interface ReportQuery {
  readonly table: string;
  readonly show: readonly string[];
  readonly by: readonly string[];
  readonly series: string | undefined;
  readonly where: readonly Condition[];
  readonly since: string;
  readonly until: string;
  readonly compareTo: string | undefined;
  readonly orderBy: { readonly column: string; readonly isDescending: boolean } | undefined;
  readonly limit: number;
}

/** One comparison of a column with a value. */
export interface Condition {
  readonly column: string;
  readonly operator: string;
  readonly value: string;
}

const KEYWORDS = [
  'FROM',
  'SHOW',
  'WHERE',
  'GROUP BY',
  'TIMESERIES',
  'SINCE',
  'UNTIL',
  'COMPARE TO',
  'ORDER BY',
  'LIMIT',
];
const CLAUSE = new RegExp(`\\b(${KEYWORDS.join('|').replaceAll(' ', '\\s+')})\\b`, 'i');
const CONDITION = /^([a-z_]+)\s*(=|!=|<=|>=|<|>|CONTAINS|STARTS WITH)\s*(?:'([^']*)'|(-?[\d.]+))$/i;

/** Takes a query apart, or gives what is wrong with it. */
export function parseReport(text: string): ReportQuery | string {
  const quoted: string[] = [];
  const bare = text.replace(/'[^']*'/g, (literal) => `'${quoted.push(literal) - 1}'`);
  const parts = bare.trim().split(CLAUSE);
  if (parts[0]?.trim() !== '')
    return `Line 1 Column 1: mismatched input '${parts[0]?.trim().split(/\s/)[0]}' expecting FROM`;
  const clauses = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) {
    const name = parts[index]!.toUpperCase().replace(/\s+/g, ' ');
    if (clauses.has(name)) return `Line 1: duplicate clause ${name}`;
    clauses.set(
      name,
      parts[index + 1]!.trim().replace(/'(\d+)'/g, (_, place) => quoted[Number(place)]!),
    );
  }
  const table = clauses.get('FROM');
  const show = listOf(clauses.get('SHOW'));
  if (table === undefined || show.length === 0) return 'Line 1: a query needs FROM and SHOW';
  const where =
    clauses
      .get('WHERE')
      ?.replaceAll(/\s/g, ' ')
      .split(/ AND /i)
      .map((condition) => toCondition(condition.trim())) ?? [];
  const wrong = where.find((condition) => typeof condition === 'string');
  if (typeof wrong === 'string') return wrong;
  const [column = '', direction = 'ASC', ...rest] = clauses.get('ORDER BY')?.split(/\s+/) ?? [];
  if (rest.length > 0 || !/^(ASC|DESC)$/i.test(direction)) return `Line 1: invalid ORDER BY`;
  const limit = clauses.get('LIMIT') ?? '1000';
  if (!/^\d{1,4}$/.test(limit)) return `Line 1: invalid LIMIT ${limit}`;
  return {
    table,
    show,
    by: listOf(clauses.get('GROUP BY')),
    series: clauses.get('TIMESERIES'),
    where: where as Condition[],
    since: clauses.get('SINCE') ?? '-30d',
    until: clauses.get('UNTIL') ?? 'today',
    compareTo: clauses.get('COMPARE TO'),
    orderBy: column === '' ? undefined : { column, isDescending: direction.toUpperCase() === 'DESC' },
    limit: Number(limit),
  };
}

function listOf(text: string | undefined): string[] {
  return (
    text
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  );
}

function toCondition(text: string): Condition | string {
  const [, column, operator, string, number] = CONDITION.exec(text.trim()) ?? [];
  if (column === undefined || operator === undefined) return `Line 1: cannot read the condition ${text.trim()}`;
  return { column, operator: operator.toUpperCase(), value: string ?? number ?? '' };
}
