import { z } from 'zod';
import { type ReportKind, unknownName } from '../fields/known-names.ts';
import { metricsIn, wrongExpression } from './expression.ts';
import { namesListField } from './names.ts';
import { ownNames, type PlacedName } from './own-names.ts';

/** Longer than any expression may be, with its name. */
const METRIC_MAX = 1_200;

/** A metric of a report: one of Google's or the property's, or one that is computed from them. */
export interface AskedMetric {
  readonly name: string;
  readonly expression?: string;
}

/** Input field for metrics: names, each known offline or spelled like a property's own, or `name=expression`. */
export function metricsField(report: ReportKind, most: number, description: string) {
  const metric = z
    .string()
    .max(METRIC_MAX)
    .superRefine((text, context) => {
      const { name, expression } = toMetric(text);
      const message =
        expression === undefined ? unknownName(name, 'metric', report) : wrongExpression(name, expression, report);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
  return namesListField(metric, (text) => toMetric(text).name, 'metric', most).describe(description);
}

/** Gives metrics that passed {@link metricsField} as the API takes them. */
export function toMetrics(texts: readonly string[]): AskedMetric[] {
  return texts.map(toMetric);
}

/** Gives the names in a list of metrics, also within expressions, that are not among those that every property has. */
export function ownMetrics(metrics: readonly AskedMetric[], argument: string, report: ReportKind): PlacedName[] {
  return metrics.flatMap(({ name, expression }, index) =>
    ownNames(expression === undefined ? [name] : metricsIn(expression), argument, true, report).map((own) => ({
      ...own,
      path: `${argument}[${index}]`,
    })),
  );
}

/** Gives the names of what is computed. */
export function computedNames(metrics: readonly AskedMetric[]): ReadonlySet<string> {
  return new Set(metrics.filter(({ expression }) => expression !== undefined).map(({ name }) => name));
}

function toMetric(text: string): AskedMetric {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at).trim(), expression: text.slice(at + 1).trim() };
}
