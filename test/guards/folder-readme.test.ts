import { describe, expect, it } from 'vitest';
import { type RepositoryFile, repositoryFiles } from './repository.ts';

const LINES_MAX = 12;
/** A connector's own README also says how to get credentials and what is odd about the vendor. */
const CONNECTOR_README = /^src\/connectors\/[^/]+\/README\.md$/;

function violations(files: readonly RepositoryFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const missing = [...new Set(files.flatMap(({ path }) => foldersThatNeedOne(path)))]
    .filter((folder) => !paths.has(`${folder}/README.md`))
    .map(
      (folder) =>
        `${folder} has no README.md. Say in at most ${LINES_MAX} lines what it is for, its door, its invariants, and how to add to it.`,
    );
  const long = files
    .filter(({ path }) => /^src\/.*README\.md$/.test(path) && !CONNECTOR_README.test(path))
    .filter(({ text }) => text.trimEnd().split('\n').length > LINES_MAX)
    .map(
      ({ path }) =>
        `${path} has more than ${LINES_MAX} lines. Keep the door and the invariants; let the code say the rest.`,
    );
  return [...missing, ...long];
}

/** The folders of `src/` themselves, and each connector's. */
function foldersThatNeedOne(path: string): string[] {
  const [root, top, second, third] = path.split('/');
  if (root !== 'src' || second === undefined) return [];
  const connector = top === 'connectors' && third !== undefined ? [`src/connectors/${second}`] : [];
  return [`src/${top}`, ...connector];
}

describe('folders', () => {
  it('say what they are for', () => {
    expect(violations(repositoryFiles())).toEqual([]);
  });

  it('catch a folder without a README, a connector without one, and a long one', () => {
    const readme = (path: string, lines = 3) => ({ path: `${path}/README.md`, text: 'line\n'.repeat(lines) });
    const code = (path: string) => ({ path, text: '' });

    expect(violations([code('src/access/key-store.ts')])).toHaveLength(1);
    expect(violations([readme('src/connectors'), code('src/connectors/shopify/connector.ts')])).toHaveLength(1);
    expect(violations([readme('src/access', 13)])).toHaveLength(1);
    expect(violations([readme('src/access', 12), code('src/access/key-store.ts'), code('src/main.ts')])).toEqual([]);
    expect(violations([readme('src/connectors'), readme('src/connectors/shopify', 80)])).toEqual([]);
  });
});
