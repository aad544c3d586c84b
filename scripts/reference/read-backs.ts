import type { Connector } from '../../src/kernel/connector.ts';
import { codeList, markdownTable } from './markdown-table.ts';

/** The reference page of the read-backs, as Markdown: which writes without an answer are looked for, and which not. */
export function readBacksReference(connectors: readonly Connector[]): string {
  const writes = connectors.flatMap(({ tools }) => tools).filter(({ effect }) => effect !== 'read');
  const looked = writes.filter(({ readBack }) => readBack !== undefined);
  const others = writes.filter(({ readBack }) => readBack === undefined);
  return `# Read-backs

A write whose answer was lost is of unknown outcome. These tools can look in the vendor's data for what became of one, by reading alone; the platform does so by itself
(\`UNKNOWN_CHECKS\`, \`UNKNOWN_LATE_MS\`), and \`mcp-platform dead-letters check\` does so now. What the data cannot show stays unknown, with the reason, until a person settles it; some of these
tools can show some of their writes alone: a change of a record, and not the making of a new one. Why a look may be believed is
[decision 0055](../decisions/0055-the-vendors-data-settle-writes.md).

${looked.map(({ name }) => `\`${name}\``).join(', ')}.

Looking needs nothing at the vendor that the tool does not need anyway, but for these. Without it such a write stays in doubt until a person settles it.

${markdownTable(
  ['tool', 'needs besides'],
  looked.flatMap(({ name, readBackScopes }) => (readBackScopes ? [[`\`${name}\``, codeList(readBackScopes)]] : [])),
)}

## Left to a person

${markdownTable(
  ['tool', 'why, and what to do'],
  others.map(({ name, noReadBack = '' }) => [`\`${name}\``, noReadBack]),
)}
`;
}
