import type { z } from 'zod';

// biome-ignore format: a table is read in columns
const KINDS: Readonly<Record<string, string>> = {
  string:  'text',
  number:  'a number',
  int:     'a whole number',
  boolean: 'true or false',
  array:   'a list',
  object:  'an object',
  record:  'an object',
};

// biome-ignore format: a table is read in columns
const COUNTED: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ['character', 'characters'],
  array:  ['entry',     'entries'],
  set:    ['entry',     'entries'],
};

/**
 * Says what to give in the place of what does not fit, for a schema that has no words of its own: handed to `safeParse` as
 * `error`. `undefined` where zod's words are as good. Quotes nothing of the input.
 */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = KINDS[issue.expected];
      if (kind === undefined) return undefined;
      return issue.input === undefined ? `Missing; give ${kind}.` : `Give ${kind}.`;
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      const what = issue.values.length === 1 ? values : `one of: ${values}`;
      return issue.input === undefined ? `Missing; give ${what}.` : `Give ${what}.`;
    }
    case 'too_small':
      return bounded(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bounded(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    default:
      return undefined;
  }
}

function bounded(origin: string, bound: number | bigint, how: string): string {
  const counted = COUNTED[origin];
  if (counted === undefined) return `Give ${how} ${bound}.`;
  return `Give ${how} ${bound} ${Number(bound) === 1 ? counted[0] : counted[1]}.`;
}
