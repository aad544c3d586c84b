import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ConnectorNames, renamed } from './connector-names.ts';

const TEMPLATE = join(import.meta.dirname, 'template');
const LIST = 'src/connectors/index.ts';

/** Writes the folder of a new connector and its line in the list; gives the files, from the root. Throws where there is one already. */
export function copyConnector(root: string, names: ConnectorNames): readonly string[] {
  const folder = join('src/connectors', names.id);
  if (existsSync(join(root, folder))) throw new Error(`There is a folder ${folder} already.`);
  const files = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const written = files.map((file) => {
    const path = join(folder, file.slice(TEMPLATE.length + 1));
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), renamed(readFileSync(file, 'utf8'), names));
    return path;
  });
  const list = join(root, LIST);
  writeFileSync(list, withConnector(readFileSync(list, 'utf8'), names));
  return [...written.sort(), LIST];
}

/** The list of connectors with one more at its end, its import in the order of the others. */
export function withConnector(text: string, { id, variable }: ConnectorNames): string {
  const line = `import { ${variable} } from './${id}/connector.ts';`;
  const lines = text.split('\n');
  const imports = lines.filter((one) => one.startsWith('import '));
  const others = lines.filter((one) => !one.startsWith('import '));
  const pathOf = (one: string) => one.slice(one.indexOf("'"));
  const sorted = [...imports, line].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  return [...sorted, ...others].join('\n').replace(/(CONNECTORS[^=]*= \[[^\]]*?),?(\s*)\]/, `$1, ${variable}$2]`);
}
