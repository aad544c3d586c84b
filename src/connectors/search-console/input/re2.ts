const REPEAT_MAX = 1_000;
/** Search Console takes no longer ones. */
const CHARACTERS_MAX = 4_096;

const PERL_ONLY: readonly (readonly [start: string, what: string])[] = [
  ['(?=', 'a look ahead, (?=…)'],
  ['(?!', 'a negative look ahead, (?!…)'],
  ['(?<=', 'a look behind, (?<=…)'],
  ['(?<!', 'a negative look behind, (?<!…)'],
  ['(?>', 'an atomic group, (?>…)'],
  ['(?(', 'a condition, (?(…)'],
  ['(?#', 'a comment, (?#…)'],
];
const GROUP_START = /^\((?:\?(?:P?<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?(?::|\))))?/;
const REPEAT = /^(?:[*+?]|\{(\d{1,4})(?:,(\d{0,4}))?\})/;
/** What an escape may be followed by in RE2 (https://github.com/google/re2/wiki/Syntax). */
const ESCAPE = /^\\(?:[pP](?:[A-Z]|\{\^?\w+\})|x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})|[AbBCdDfnrstvwWzQEaS]|[^\w\s])/;

/**
 * Says what keeps a regular expression from being one of RE2, the kind that Search Console takes; `undefined` for a good
 * one. RE2 has no look-around and no back-references, and Google answers such with nothing but "invalid argument".
 */
export function re2Fault(expression: string): string | undefined {
  if (expression === '') return 'The regular expression is empty.';
  if (expression.length > CHARACTERS_MAX) return `It is longer than ${CHARACTERS_MAX} characters.`;
  let rest = expression;
  let depth = 0;
  let canRepeat = false;
  while (rest !== '') {
    const perl = PERL_ONLY.find(([start]) => rest.startsWith(start));
    if (perl) return `RE2 does not know ${perl[1]}.`;
    const step = stepOver(rest, canRepeat);
    if (typeof step === 'string') return step;
    depth += step.depth;
    if (depth < 0) return 'A closing parenthesis has no opening one.';
    canRepeat = step.canRepeat;
    rest = rest.slice(step.length);
  }
  return depth > 0 ? 'A parenthesis is not closed.' : undefined;
}

interface Step {
  readonly length: number;
  readonly depth: number;
  readonly canRepeat: boolean;
}

function stepOver(rest: string, canRepeat: boolean): Step | string {
  const first = rest[0] as string;
  if (first === '\\') return stepOverEscape(rest);
  if (first === '[') return stepOverClass(rest);
  if (first === '(') return stepOverGroup(rest);
  if (first === ')') return { length: 1, depth: -1, canRepeat: true };
  const repeat = REPEAT.exec(rest);
  if (repeat) return stepOverRepeat(rest, repeat, canRepeat);
  return { length: first.length, depth: 0, canRepeat: first !== '|' && first !== '^' };
}

function stepOverEscape(rest: string): Step | string {
  if (/^\\(?:[1-9]|k[<{']|g\{?\d)/.test(rest)) return 'RE2 does not know back-references such as \\1.';
  const found = ESCAPE.exec(rest)?.[0];
  if (found === undefined)
    return rest.length === 1 ? 'It ends with a backslash.' : `RE2 does not know ${rest.slice(0, 2)}.`;
  return { length: found.length, depth: 0, canRepeat: true };
}

function stepOverClass(rest: string): Step | string {
  const found = /^\[\^?\]?(?:\\[\s\S]|\[:\^?[a-z]+:\]|[^\]\\])*\]/.exec(rest)?.[0];
  if (found === undefined) return 'A bracket is not closed.';
  const reversed = /([0-9A-Za-z])-([0-9A-Za-z])/g;
  for (const [, low = '', high = ''] of found.matchAll(reversed)) {
    if (low > high) return `The range ${low}-${high} is the wrong way round.`;
  }
  return { length: found.length, depth: 0, canRepeat: true };
}

function stepOverGroup(rest: string): Step | string {
  const start = GROUP_START.exec(rest)?.[0] ?? '';
  if (rest.startsWith('(?') && start.length < 3) return 'RE2 does not know a group of that kind.';
  // Flags alone, as in (?i), open nothing.
  return start.endsWith(')') && start.startsWith('(?')
    ? { length: start.length, depth: 0, canRepeat: false }
    : { length: start.length, depth: 1, canRepeat: false };
}

function stepOverRepeat(rest: string, [sign, low, high]: RegExpExecArray, canRepeat: boolean): Step | string {
  if (!canRepeat) return `There is nothing that ${sign} could repeat.`;
  if (Math.max(Number(low ?? 0), Number(high || 0)) > REPEAT_MAX) return `RE2 repeats at most ${REPEAT_MAX} times.`;
  if (high && Number(low) > Number(high)) return `The repetition ${sign} is the wrong way round.`;
  const isLazy = rest[sign.length] === '?';
  if (rest[sign.length] === '+') return 'RE2 does not know possessive repetition such as a++.';
  return { length: sign.length + (isLazy ? 1 : 0), depth: 0, canRepeat: false };
}
