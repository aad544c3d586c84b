import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type RepositoryFile, repositoryFiles, rootFile, rootFilesEndingIn } from './repository.ts';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
const GUIDES = 'docs/connectors';
const LINK = /\]\((?!https?:|mailto:|#)([^)\s]+)\)/g;

function violations(files: readonly RepositoryFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(LINK)]
      .map(([, link = '']) => posix.join(posix.dirname(path), link.replace(/#.*$/, '')))
      .filter((target) => !existsSync(posix.join(packageRoot, target)))
      .map((target) => `${path} leads to ${target}, which is not there. Link to where it is now.`),
  );
}

function documents(): readonly RepositoryFile[] {
  const atRoot = rootFilesEndingIn('.md').map((path) => ({ path, text: rootFile(path) ?? '' }));
  return [...atRoot, ...repositoryFiles().filter(({ path }) => path.endsWith('.md'))];
}

describe('links in documents', () => {
  it('lead to files that are there', () => {
    expect(violations(documents())).toEqual([]);
  });

  it('are caught when they lead nowhere, and are read from where they stand', () => {
    expect(violations([{ path: 'docs/a.md', text: '[x](../README.md) [y](no-such.md#part)' }])).toHaveLength(1);
    expect(violations([{ path: 'README.md', text: '[x](https://example.com/no) [y](#part) [z](LICENSE)' }])).toEqual(
      [],
    );
  });

  it('lead from the list of guides to each of them', () => {
    const list = repositoryFiles().find(({ path }) => path === `${GUIDES}/README.md`)?.text ?? '';
    const linked = [...list.matchAll(LINK)].map(([, link = '']) => posix.join(GUIDES, link));
    const guides = documents().filter(({ path }) => posix.dirname(path) === GUIDES && !path.endsWith('/README.md'));

    expect(guides.map(({ path }) => path).filter((path) => !linked.includes(path))).toEqual([]);
    expect(guides.length).toBeGreaterThan(0);
  });
});
