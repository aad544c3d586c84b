import { expect, it } from 'vitest';
import { repositoryFiles, rootFile, rootFilesEndingIn } from './repository.ts';

it('guards see what people write, and nothing that tools made', () => {
  const paths = repositoryFiles().map(({ path }) => path);

  expect(paths).toContain('src/kernel/clock.ts');
  expect(paths).toContain('test/guards/repository.test.ts');
  expect(paths.filter((path) => /node_modules|\/dist\//.test(path))).toEqual([]);
});

it('guards see the files at the root', () => {
  expect(rootFile('package.json')).toContain('"mcp-enterprise-platform"');
  expect(rootFile('no-such-file')).toBeUndefined();
  expect(rootFilesEndingIn('.json')).toContain('package.json');
});
