import { describe, expect, it } from 'vitest';
import { weaknessOf } from '../../src/config/weak-key.ts';
import { type RepositoryFile, repositoryFiles, rootFile, rootFilesEndingIn } from './repository.ts';

/** A value given to a key, as shells, .env files, YAML and JSON write it. */
const SHOWN = /\b(OAUTH_ENCRYPTION_KEY|ADMIN_API_KEY)["']?\s*[=:]\s*["']?([A-Za-z0-9+/_=-]{16,})/g;

function violations(files: readonly RepositoryFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(SHOWN)]
      .filter(([, , key]) => weaknessOf(key!) === undefined)
      .map(
        ([, name]) =>
          `${path} shows a value of ${name} that the platform would accept. Show how to make one, or use the key listed in scripts/generate-weak-keys.ts.`,
      ),
  );
}

function documents(): readonly RepositoryFile[] {
  const written = repositoryFiles().filter(({ path }) => /^(docs|deploy)\//.test(path));
  const names = [...rootFilesEndingIn('.md'), '.env.example'];
  return [...written, ...names.map((path) => ({ path, text: rootFile(path) ?? '' }))];
}

describe('documents', () => {
  it('show no key that would work', () => {
    expect(violations(documents())).toEqual([]);
  });

  it('are caught with one in any notation, and may show the listed one', () => {
    const key = 'Zq3vT9wLx0RkY7uNcB5mHs2JfEa8PdGi';
    const listed = 'replace-this-with-32-random-bytes-in-base64url';

    for (const text of [`ADMIN_API_KEY=${key}`, `OAUTH_ENCRYPTION_KEY: "${key}"`, `"ADMIN_API_KEY": "${key}"`]) {
      expect(violations([{ path: 'docs/a.md', text }])).toHaveLength(1);
    }
    expect(violations([{ path: 'docs/a.md', text: `ADMIN_API_KEY=${listed}` }])).toEqual([]);
  });
});
