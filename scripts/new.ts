import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { namesOf } from './new/connector-names.ts';
import { copyConnector } from './new/copy-connector.ts';

/** Writes what is new from its pattern: a working connector with an emulator, and one failing test that says how to go on. */

const usage = `npm run new connector <id> [-- --prefix PREFIX_] [--title TITLE]

  <id>       folder and label, in kebab-case: search-console
  --prefix   how its tools begin, and in capitals its settings: gsc_
  --title    what people call it: Search Console`;

const root = fileURLToPath(new URL('../', import.meta.url));

function main(): void {
  try {
    write();
  } catch (error) {
    const isUsage = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
    console.error(isUsage ? `${(error as Error).message}\n\n${usage}` : (error as Error).message);
    process.exitCode = isUsage ? 64 : 1;
  }
}

function write(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { prefix: { type: 'string' }, title: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [what, id, ...more] = positionals;
  if (values.help || what !== 'connector' || id === undefined || more.length > 0) {
    console.log(usage);
    if (!values.help) process.exitCode = 64;
    return;
  }
  const files = copyConnector(root, namesOf(id, values));
  // What is sorted and broken by the length of names cannot be right in a template.
  spawnSync(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', ...files], {
    cwd: root,
  });
  console.log(
    `Written:\n${files.map((file) => `  ${file}`).join('\n')}\n\nGo on with: npx vitest run src/connectors/${id}`,
  );
}

main();
