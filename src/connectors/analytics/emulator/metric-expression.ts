import { Refusal } from './requests.ts';

/** Gives what an expression comes to, where `read` gives the value of a metric. */
export type Evaluate = (read: (metric: string) => number) => number;

/** An expression that has been understood. */
export interface MetricExpression {
  readonly metrics: readonly string[];
  readonly evaluate: Evaluate;
}

const NAME = /^[a-zA-Z0-9_]+$/;
const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z]\w*(?::\w+)?|[-+*/()])\s*/gy;
const NESTED_MAX = 50;

/** Reads an expression of `+ - * /`, brackets, numbers and metrics. Throws where it is none, or `name` is no name for it. */
export function parseMetricExpression(name: string, expression: string): MetricExpression {
  if (!NAME.test(name)) throw new Refusal(`Metric name ${name} is invalid. Metric names must match ^[a-zA-Z0-9_]+$.`);
  const tokens = [...expression.matchAll(TOKEN)];
  const refuse = () => new Refusal(`Failed to parse metric expression: ${expression}`);
  if (tokens.reduce((sum, [text]) => sum + text.length, 0) !== expression.length) throw refuse();
  const words = tokens.map(([, word = '']) => word);
  const metrics = new Set<string>();
  let at = 0;

  const operand = (depth: number): Evaluate => {
    const word = words[at++];
    if (word === undefined || depth > NESTED_MAX) throw refuse();
    if (word === '-') {
      const value = operand(depth + 1);
      return (read) => -value(read);
    }
    if (word === '(') {
      const value = sum(depth + 1);
      if (words[at++] !== ')') throw refuse();
      return value;
    }
    if (/^\d/.test(word)) return () => Number(word);
    if (!/^[A-Za-z]/.test(word)) throw refuse();
    metrics.add(word);
    return (read) => read(word);
  };
  const chain = (signs: string, part: (depth: number) => Evaluate, depth: number): Evaluate => {
    let value = part(depth);
    while (at < words.length && signs.includes(words[at]!)) {
      const [left, sign, right] = [value, words[at++]!, part(depth)];
      value = (read) => joined(left(read), sign, right(read));
    }
    return value;
  };
  const product = (depth: number) => chain('*/', operand, depth);
  const sum = (depth: number): Evaluate => chain('+-', product, depth);

  const evaluate = sum(0);
  if (at < words.length) throw refuse();
  return { metrics: [...metrics], evaluate };
}

/** A part of nothing is nothing, as in the rates that Analytics computes itself. */
function joined(left: number, sign: string, right: number): number {
  if (sign === '+') return left + right;
  if (sign === '-') return left - right;
  if (sign === '*') return left * right;
  return right === 0 ? 0 : left / right;
}
