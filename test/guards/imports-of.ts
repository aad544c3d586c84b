import { codeText } from './code-text.ts';

/** One import of a file. Of a `type` import nothing is left when types are stripped; a `dynamic` one loads when it is reached. */
export interface ImportStatement {
  readonly specifier: string;
  readonly kind: 'type' | 'static' | 'dynamic';
}

const STATIC =
  /(?:^|[;\n}])\s*(?:import|export)\s+(type\s+)?(?:(?:[\w$]+\s*,?\s*)?(?:\*(?:\s+as\s+[\w$]+)?\s*|\{[^}]*\}\s*)?from\s*)?(['"])([^'"\n]+)\2/g;
const DYNAMIC = /\bimport\(\s*(['"`])([^'"`\n]*)\1/g;

/** Every import, export-from and `import()` with a literal specifier, in a TypeScript source. */
export function importsOf(source: string): readonly ImportStatement[] {
  const code = codeText(source, { keepStrings: true });
  const found: ImportStatement[] = [];
  for (const [, type, , specifier] of code.matchAll(STATIC)) {
    found.push({ specifier: specifier!, kind: type === undefined ? 'static' : 'type' });
  }
  for (const [, , specifier] of code.matchAll(DYNAMIC)) found.push({ specifier: specifier!, kind: 'dynamic' });
  return found;
}
