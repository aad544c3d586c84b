import { z } from 'zod';
import { publishedInput, publishedOutput } from '../../src/gateway/published-schemas.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import { codeList, markdownTable } from './markdown-table.ts';
import { type FieldRow, fieldRows, type JsonSchema, typeText } from './schema-rows.ts';

/** The page that leads to each connector's tools, as Markdown, with what holds for all of them. */
export function toolsIndex(connectors: readonly Connector[]): string {
  return `# Tools

An agent sees the tools that its key may call. At \`/mcp\` those for every day are listed, or all where they are few; at \`/mcp/{toolset}\` a toolset whole, several
joined by commas (\`/mcp/gsc,ga4\`), at \`/mcp/all\` everything. Everything that a key may call can be called by its name, listed or not. Lists show answers in
outline (\`MCP_OUTPUT_SCHEMAS\`); \`describe_tool\`, the OpenAPI document and these pages show them whole. Over REST a tool is
\`POST /api/v1/tools/{name}/call\`; on the command line \`mcp-platform tools call <name>\`. Unknown arguments are refused.

${markdownTable(['tools of', 'toolset', 'tools', 'for every day', 'what lives behind it'], connectors.map(indexRow))}

Answers hold their tool's fields and these, which the platform adds. Money is \`amount\` (a decimal number as text, exactly as the vendor gives it) and \`currency\` (ISO 4217).

${addedFields(connectors)}
`;
}

function indexRow({ id, title, toolPrefix, tools, description }: Connector): string[] {
  const toolset = toolPrefix === '' ? 'every list' : `\`${toolPrefix.slice(0, -1)}\``;
  const core = tools.filter((tool) => tool.core).length;
  return [`[${title}](tools/${id}.md)`, toolset, String(tools.length), String(core), description];
}

/** The page of one connector's tools, as Markdown: all that each declares. */
export function toolsPage({ title, description, id, tools }: Connector): string {
  return `# ${title}: tools

${description} Connector \`${id}\`. What holds for all tools is in [tools.md](../tools.md).

${markdownTable(['tool', 'what it does', 'effect', 'for every day'], tools.map(summaryRow))}

${tools.map(toolSection).join('\n')}`;
}

function summaryRow({ name, title, effect, core, feature }: Tool): string[] {
  const only = feature === undefined ? '' : ` (only with \`FEATURES=${feature}\`)`;
  return [`[\`${name}\`](#${name})`, `${title}${only}`, effect, core ? 'yes' : ''];
}

/** The fields that the platform adds to answers, read from some that have them all. */
function addedFields(connectors: readonly Connector[]): string {
  const tools = connectors.flatMap(({ tools: all }) => all);
  const some = [tools.find(({ list }) => list !== undefined), tools.find(({ file }) => file !== undefined)];
  const added = some.flatMap((tool) => (tool === undefined ? [] : addedTo(tool)));
  return fieldTable([...new Map(added.map((row) => [row.path, row])).values()]);
}

function addedTo(tool: Tool): FieldRow[] {
  const own = Object.keys(tool.output.shape);
  return fieldRows(publishedOutput(tool)).filter(({ path }) => !own.includes(path.split(/[.[]/, 1)[0]!));
}

function toolSection(tool: Tool): string {
  const output = z.toJSONSchema(tool.output, { io: 'output' }) as JsonSchema;
  return `## \`${tool.name}\`

**${tool.title}.** ${tool.description}

${markdownTable(['effect', 'permission', 'needs at the vendor', 'kept for'], [factsOf(tool)])}

Arguments:

${argumentTable(fieldRows(publishedInput(tool, [])))}

Answer${tool.list === undefined ? '' : ` (\`${tool.list}\` is paged where it is too long)`}:

${fieldTable(fieldRows(output))}

Examples, which answer with ${codeList(Object.keys(publishedOutput(tool).properties as object))}:

${tool.examples.map(exampleText).join('\n')}`;
}

function factsOf({ effect, permission, scopes, readBackScopes = [], cacheTtlMs }: Tool): string[] {
  const looking =
    readBackScopes.length > 0 ? `; to look for a write without an answer ${codeList(readBackScopes)}` : '';
  const needs = (codeList(scopes) || 'nothing') + looking;
  return [effect, `\`${permission}\``, needs, effect === 'read' ? keptFor(cacheTtlMs) : ''];
}

function keptFor(ttlMs: number | undefined): string {
  if (ttlMs === undefined) return '`CACHE_TTL_MS`';
  return ttlMs === 0 ? 'never kept' : `${ttlMs / 1000} s`;
}

function argumentTable(rows: readonly FieldRow[]): string {
  if (rows.length === 0) return 'None.';
  return markdownTable(
    ['argument', 'type', 'default', 'what it says'],
    rows.map(({ path, schema, required }) => [
      `\`${path}\``,
      typeText(schema),
      required ? '**required**' : defaultText(schema),
      schema.description ?? '',
    ]),
  );
}

function defaultText({ default: standard }: JsonSchema): string {
  return standard === undefined ? '' : `\`${JSON.stringify(standard)}\``;
}

function fieldTable(rows: readonly FieldRow[]): string {
  if (rows.length === 0) return 'No fields of its own.';
  return markdownTable(
    ['field', 'type', 'present', 'what it says'],
    rows.map(({ path, schema, required }) => [
      `\`${path}\``,
      typeText(schema),
      required ? 'always' : 'where known',
      `${schema.description ?? ''}${schema.personal ? ' *Personal.*' : ''}`.trim(),
    ]),
  );
}

function exampleText({ title, input }: Tool['examples'][number]): string {
  return `${title}:

\`\`\`json
${JSON.stringify(input, undefined, 2)}
\`\`\`
`;
}
