import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandsDocument } from '../src/cli/commands-document.ts';
import { exitCodesDocument } from '../src/cli/exit-codes.ts';
import { SETTINGS } from '../src/config/settings.ts';
import type { Connector } from '../src/kernel/connector.ts';
import type { Setting } from '../src/kernel/setting.ts';
import { envExample, settingsReference } from './generate-settings.ts';

const packageRoot = fileURLToPath(new URL('../', import.meta.url));

interface GeneratedDocument {
  /** From the package root. */
  readonly path: string;
  make(): string;
}

/** Every document that is made from declarations. A new one is a row. */
function documents(connectors: readonly Connector[]): readonly GeneratedDocument[] {
  const settings: readonly Setting[] = [...SETTINGS, ...connectors.flatMap((connector) => connector.settings)];
  return [
    { path: '.env.example', make: () => envExample(settings) },
    { path: 'docs/reference/settings.md', make: () => settingsReference(settings) },
    { path: 'docs/reference/commands.md', make: commandsDocument },
    { path: 'docs/reference/exit-codes.md', make: exitCodesDocument },
  ];
}

async function loadConnectors(): Promise<readonly Connector[]> {
  const list = new URL('../src/connectors/index.ts', import.meta.url);
  return existsSync(list) ? (await import(list.href)).CONNECTORS : [];
}

/** Writes the documents, or with `--check` only names those that differ from their declarations and fails. */
async function generate(check: boolean): Promise<void> {
  const stale = documents(await loadConnectors())
    .map(({ path, make }) => ({ path, file: join(packageRoot, path), text: make() }))
    .filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  for (const { path, file, text } of stale) {
    console.log(`${path} ${check ? 'differs from what it is made of' : 'written'}`);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (check && stale.length > 0) {
    console.error('Run `npm run generate` and commit the result.');
    process.exitCode = 1;
  }
}

await generate(process.argv.includes('--check'));
