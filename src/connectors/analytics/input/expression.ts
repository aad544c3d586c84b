import { isStandard, type ReportKind, unknownName } from '../fields/known-names.ts';

const EXPRESSION_MAX = 1_000;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;
/** A number, a metric, or a sign; numbers are what Google takes in formulas of calculated metrics. */
const TOKEN =
  /\s*(?:(?<number>\d{1,15}(?:\.\d{1,9})?)|(?<metric>[A-Za-z][A-Za-z0-9_]*(?::[A-Za-z0-9_]+)?)|(?<sign>[-+*/()]))\s*/gy;

/** Gives the metrics that an expression is made of. */
export function metricsIn(expression: string): readonly string[] {
  return [...new Set(tokensOf(expression).tokens.flatMap(({ metric }) => metric ?? []))];
}

/**
 * Says what is wrong with a metric of the caller's own, `viewsPerVisit=screenPageViews/sessions`; `undefined` where nothing
 * is. Expressions know `+ - * /`, brackets, numbers and metrics
 * (https://developers.google.com/analytics/devguides/reporting/data/v1/rest/v1beta/Metric).
 */
export function wrongExpression(name: string, expression: string, report: ReportKind): string | undefined {
  if (!NAME.test(name))
    return 'Name what is computed with letters, digits and _: viewsPerVisit=screenPageViews/sessions.';
  if (isStandard(name, 'metric', report) || isStandard(name, 'dimension', report)) {
    return `${name} is a name of Google’s own; give what is computed another.`;
  }
  if (expression.length > EXPRESSION_MAX) return `An expression has at most ${EXPRESSION_MAX} characters.`;
  const metrics = metricsIn(expression);
  return (
    wrongGrammar(expression) ??
    metrics.map((metric) => unknownName(metric, 'metric', report)).find((message) => message !== undefined) ??
    (metrics.length === 0 ? 'Name a metric in it: eventCount/activeUsers.' : undefined)
  );
}

interface Token {
  readonly number?: string;
  readonly metric?: string;
  readonly sign?: string;
}

/** Reads tokens up to the first character that begins none, and says where that is. */
function tokensOf(expression: string): { readonly tokens: readonly Token[]; readonly end: number } {
  const matches = [...expression.matchAll(TOKEN)];
  const last = matches.at(-1);
  return { tokens: matches.map(({ groups }) => groups as Token), end: last ? last.index + last[0].length : 0 };
}

/** Operands and operators take turns; a minus may stand before an operand, and brackets around it. */
function wrongGrammar(expression: string): string | undefined {
  const { tokens, end } = tokensOf(expression);
  if (end < expression.length) return 'Write metrics, numbers, + - * / and brackets: eventCount/activeUsers.';
  let open = 0;
  let last = '';
  let wantsOperand = true;
  for (const { number, sign } of tokens) {
    const isOperand = sign === undefined || sign === '(' || (sign === '-' && wantsOperand && last !== '-');
    if (isOperand !== wantsOperand) {
      return wantsOperand ? `A metric or a number is missing behind “${last}”.` : `A sign is missing behind “${last}”.`;
    }
    if (number !== undefined && Number(number) === 0 && last === '/') return 'It divides by zero.';
    open += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (open < 0) break;
    wantsOperand = sign !== undefined && sign !== ')';
    last = sign ?? 'a metric or number';
  }
  if (open !== 0) return 'Its brackets do not match.';
  return wantsOperand ? 'A metric or a number is missing at its end.' : undefined;
}
