import { parse } from 'lossless-json';

const WHOLE = /^-?\d+$/;

/**
 * Reads JSON without bending ids: a whole number that does not fit into a double comes as its digits. `undefined` for
 * what is not JSON, or is nested too deeply to be read.
 */
export function parseLossless(text: string): unknown {
  try {
    return parse(text, undefined, { parseNumber });
  } catch {
    return undefined;
  }
}

function parseNumber(digits: string): number | string {
  const value = Number(digits);
  return WHOLE.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}
