import { describe, expect, it } from 'vitest';
import { codeText } from './code-text.ts';
import { importsOf } from './imports-of.ts';

const HOLE = '$'.concat('{');

describe('codeText', () => {
  it.each([
    ["a('b') // c", "a(' ')"],
    ['/* a\nb */ c', '\n c'],
    ["'it\\'s' + x", "'     ' + x"],
    [`\`a ${HOLE}b(\`c ${HOLE}d}\`)} e\` + f`, `\`  ${HOLE}b(\`  ${HOLE}d}\`)}  \` + f`],
    [`\`a ${HOLE} {x: {}} } b\`;c`, `\`  ${HOLE} {x: {}} }  \`;c`],
    ["`it's $5`; 'x'", "`       `; ' '"],
    ['x = /[/\'"]/g; y', 'x = /     /g; y'],
    ['x / y / z', 'x / y / z'],
    ["return /'/.test(a) // 'b", 'return / /.test(a)'],
    ["'http://x' + y", "'        ' + y"],
  ])('leaves of %j the code', (source, code) => {
    expect(codeText(source).replace(/[ ]+$/, '').trimStart()).toBe(code.trimStart());
  });
});

describe('importsOf', () => {
  it('finds every form, and none in comments', () => {
    const source = `// import x from './comment.ts';
import { a } from './a.ts';
import type { B } from "./b.ts";
import {
  c,
  type D,
} from './c.ts';
import './e.ts';
import * as f from './f.ts';
import g, { h } from './g.ts';
export * from './i.ts';
export { j } from './j.ts';
export type { K } from './k.ts';
export const from = 'no';
export function importer() { return './no.ts'; }
const l = await import('./l.ts');
/* import('./comment.ts') */`;

    const found = importsOf(source).map(({ specifier, kind }) => `${kind} ${specifier}`);

    expect(found).toEqual([
      'static ./a.ts',
      'type ./b.ts',
      'static ./c.ts',
      'static ./e.ts',
      'static ./f.ts',
      'static ./g.ts',
      'static ./i.ts',
      'static ./j.ts',
      'type ./k.ts',
      'dynamic ./l.ts',
    ]);
  });
});
