import { createGrants } from '../../src/access/grants.ts';
import { ROLE_NAMES, ROLES, type RoleName } from '../../src/access/roles.ts';
import type { Action } from '../../src/admin/action.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import { codeList, markdownTable } from './markdown-table.ts';

/** What else a permission opens, besides tools and operator actions. */
const OPENED_BY_FACES = [
  { name: '`GET /health/detailed`, the details', permission: 'health.read' },
  { name: '`GET /metrics`', permission: 'metrics.read' },
];

/** The reference page of the roles, as Markdown: what each means, and who may do what. */
export function rolesReference(connectors: readonly Connector[], actions: readonly Action[]): string {
  const tools = connectors.flatMap((connector) => connector.tools);
  return `# Roles

A key has one role. It may be limited further to tools and connections (\`mcp-platform keys create --tools … --connections …\`); a limit takes away and
never adds. What a key may not call is not listed to it, and calling it by name is \`forbidden\`.

${markdownTable(['role', 'means', 'allows', 'except', 'personal data'], ROLE_NAMES.map(roleRow))}

A permission of a tool has three parts, \`connector.resource.verb\`; one of the platform has two. \`*\` stands for one part.
Personal data, where it is masked, reads \`[masked]\`; [tools.md](tools.md) says which fields hold it.

## Who may call which tool

${permissionTable('tool', tools.map(toolRow))}

## Who may do what to the platform

${permissionTable('what', [...actions.map(actionRow), ...OPENED_BY_FACES])}
`;
}

interface Permitted {
  readonly name: string;
  readonly permission: string;
}

const toolRow = ({ name, permission }: Permitted) => ({ name: `\`${name}\``, permission });
const actionRow = ({ name, title, permission }: Action) => ({ name: `\`${name}\`: ${title}`, permission });

function roleRow(role: RoleName): string[] {
  const { means, allows, denies, showsPersonalData } = ROLES[role];
  return [`\`${role}\``, means, codeList(allows), codeList(denies), showsPersonalData ? 'shown' : 'masked'];
}

function permissionTable(what: string, rows: readonly Permitted[]): string {
  const grantOf = createGrants();
  return markdownTable(
    [what, 'permission', ...ROLE_NAMES],
    rows.map(({ name, permission }) => [
      name,
      `\`${permission}\``,
      ...ROLE_NAMES.map((role) => (grantOf(role).permits(permission) ? 'yes' : '')),
    ]),
  );
}
