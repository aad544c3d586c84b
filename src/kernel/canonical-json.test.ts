import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/support/shared-data.ts';
import { canonicalJson } from './canonical-json.ts';

const vectors = sharedData('corpora', 'jcs', 'testdata');

describe('canonicalJson', () => {
  it.skipIf(!vectors).each(['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])(
    'gives the bytes of RFC 8785 vector %s (skipped where the vectors are not beside the checkout)',
    (name) => {
      const read = (kind: string) => readFileSync(join(vectors as string, kind, `${name}.json`), 'utf8');
      expect(canonicalJson(JSON.parse(read('input')))).toBe(read('output').trimEnd());
    },
  );

  it('does not depend on the order of members and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: [undefined, { d: undefined, c: -0 }] })).toBe('{"a":[null,{"c":0}],"b":1}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { a: '\udc00' }, 10n, () => 1])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
