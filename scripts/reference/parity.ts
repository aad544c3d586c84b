import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from '../../src/kernel/connector.ts';
import { codeList, markdownTable } from './markdown-table.ts';

/** A tool of another server for the same vendor, and what does its job here, or why nothing does. */
export interface ParityRow {
  readonly server: string;
  readonly tool: string;
  /** Names of our tools; exactly one of this and `whyNot`. */
  readonly ours?: readonly string[];
  readonly whyNot?: string;
}

/** What the vendor's API offers and no tool here does, with the reason. */
export interface LeftOut {
  readonly what: string;
  readonly whyNot: string;
}

interface ParityFile {
  readonly PARITY: readonly ParityRow[];
  readonly LEFT_OUT?: readonly LeftOut[];
}

/** The rows that a connector's `parity.ts` exports as `PARITY`; none where it has no such file. */
export async function parityOf(packageRoot: string, connector: Pick<Connector, 'id'>): Promise<readonly ParityRow[]> {
  return (await parityFileOf(packageRoot, connector)).PARITY;
}

async function parityFileOf(packageRoot: string, { id }: Pick<Connector, 'id'>): Promise<ParityFile> {
  const file = join(packageRoot, 'src/connectors', id, 'parity.ts');
  if (!existsSync(file)) return { PARITY: [] };
  return (await import(pathToFileURL(file).href)) as ParityFile;
}

/** The reference page of parity, as Markdown: for each tool of other servers, which of ours does its job. */
export async function parityReference(packageRoot: string, connectors: readonly Connector[]): Promise<string> {
  const sections = await Promise.all(
    connectors.map(async (connector) => sectionOf(connector, await parityFileOf(packageRoot, connector))),
  );
  return `# Parity

What tools of other MCP servers for the same systems do, and which tool here does it, or why none does; and what is left out of
what the systems themselves offer.

${sections.filter((section) => section !== undefined).join('\n\n') || 'Nothing has been compared yet.'}
`;
}

function sectionOf({ title }: Connector, { PARITY: rows, LEFT_OUT = [] }: ParityFile): string | undefined {
  if (rows.length === 0) return undefined;
  const covered = rows.filter(({ ours }) => ours !== undefined).length;
  return `## ${title}

${covered} of ${rows.length} have their like here.

${markdownTable(['server', 'its tool', 'here'], rows.map(toCells))}${leftOut(LEFT_OUT)}`;
}

function toCells({ server, tool, ours, whyNot }: ParityRow): string[] {
  return [server, `\`${tool}\``, ours === undefined ? `none: ${whyNot}` : codeList(ours)];
}

function leftOut(rows: readonly LeftOut[]): string {
  if (rows.length === 0) return '';
  return `

Left out on purpose:

${markdownTable(
  ['what', 'why'],
  rows.map(({ what, whyNot }) => [what, whyNot]),
)}`;
}
