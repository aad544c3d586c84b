import { describe, expect, it } from 'vitest';
import { rootFile } from './repository.ts';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies'];
const LIFECYCLE = ['install', 'prepare', 'dependencies'];

interface Manifest {
  readonly [section: string]: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** What the lock file says of one package. */
interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
}

function violations(manifest: Manifest, npmrc: string | undefined, changelog: string | undefined): string[] {
  const found: string[] = [];
  for (const section of DEPENDENCIES) {
    for (const [name, version] of Object.entries((manifest[section] ?? {}) as Record<string, string>)) {
      if (!EXACT.test(version)) found.push(`${section}.${name} is ${version}: pin one version exactly, like 1.2.3.`);
    }
  }
  for (const script of Object.keys(manifest.scripts ?? {})) {
    if (/^(pre|post)/.test(script) || LIFECYCLE.includes(script)) {
      found.push(
        `The script ${script} would not run: .npmrc sets ignore-scripts. Call it from the script that needs it.`,
      );
    }
  }
  if (!/^ignore-scripts\s*=\s*true\s*$/m.test(npmrc ?? '')) {
    found.push(
      '.npmrc must say ignore-scripts=true: npm 10 would otherwise build better-sqlite3 and need Python and make.',
    );
  }
  if (changelog === undefined) found.push('CHANGELOG.md is missing: every change has one line there.');
  return found;
}

describe('the package', () => {
  it('is locked to digests and to no registry, so that any mirror will do', () => {
    const { packages } = JSON.parse(rootFile('package-lock.json') ?? '{}') as { packages: Record<string, Locked> };
    const installed = Object.entries(packages).filter(([path]) => path !== '');

    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(installed.filter(([, { integrity, inBundle }]) => !integrity && !inBundle)).toEqual([]);
    expect(rootFile('.npmrc')).toMatch(/^omit-lockfile-registry-resolved=true$/m);
  });

  it('installs the same everywhere, without running anything', () => {
    const manifest = JSON.parse(rootFile('package.json') ?? '{}') as Manifest;

    expect(violations(manifest, rootFile('.npmrc'), rootFile('CHANGELOG.md'))).toEqual([]);
  });

  it('is caught with ranges, hooks, scripts that install, and without a changelog', () => {
    const good = { dependencies: { zod: '4.6.7' }, scripts: { test: 'vitest run' } };

    expect(violations(good, 'ignore-scripts=true\n', '# Changelog')).toEqual([]);
    expect(violations({ dependencies: { zod: '^4.6.7' } }, 'ignore-scripts=true', '')).toHaveLength(1);
    expect(violations({ devDependencies: { zod: 'latest' } }, 'ignore-scripts=true', '')).toHaveLength(1);
    expect(
      violations({ scripts: { pretest: 'x', postinstall: 'x', prepare: 'x' } }, 'ignore-scripts=true', ''),
    ).toHaveLength(3);
    expect(violations(good, '#ignore-scripts=true', '# Changelog')).toHaveLength(1);
    expect(violations(good, undefined, undefined)).toHaveLength(2);
  });
});
