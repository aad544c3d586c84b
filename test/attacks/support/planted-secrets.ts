import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text that stands for a secret, and the forms in which it could be found again. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Every file of a folder, as bytes in which text can be looked for. */
export function filesOf(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      name: entry.name,
      text: readFileSync(join(entry.parentPath, entry.name)).toString('latin1'),
    }));
}

/** The secrets that a text holds, by name: as they are, in Base64, or in hex. */
export function secretsIn(text: string, secrets: readonly Secret[]): string[] {
  return secrets.filter(({ value }) => formsOf(value).some((form) => text.includes(form))).map(({ name }) => name);
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  // A third of Base64 depends on what stands before; the middle of any of them is the secret's alone.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), bytes.toString('hex'), ...base64];
}

/** Reads the patterns of gitleaks that JavaScript has words for. */
export function readLeakPatterns(path: string): { readonly id: string; readonly pattern: RegExp }[] {
  const rules = readFileSync(path, 'utf8').split('[[rules]]').slice(1);
  return rules.flatMap((rule) => {
    const id = /^id = "(.+)"$/m.exec(rule)?.[1] as string;
    const source = /^regex = '''([\s\S]+?)'''/m.exec(rule)?.[1];
    try {
      return source === undefined ? [] : [{ id, pattern: toRegExp(source) }];
    } catch {
      return [];
    }
  });
}

/** Go sets a flag in the middle of a pattern; here it holds for the whole, which finds more. */
function toRegExp(source: string): RegExp {
  const ignoresCase = source.includes('(?i)');
  return new RegExp(
    source.replaceAll('(?i)', '').replaceAll('(?P<', '(?<').replaceAll('[[:alnum:]]', '[A-Za-z0-9]'),
    ignoresCase ? 'i' : '',
  );
}
