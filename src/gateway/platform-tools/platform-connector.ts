import type { Connection } from '../../kernel/connection.ts';
import type { Connector } from '../../kernel/connector.ts';
import type { Tool } from '../../kernel/tool.ts';
import { callReadTool } from './call-read-tool.ts';
import { describeTool } from './describe-tool.ts';
import { searchTools } from './search-tools.ts';

/** The platform's own tools, in the order of their names. */
export const PLATFORM_TOOLS: readonly Tool[] = [callReadTool, describeTool, searchTools];

/** Whether a tool is one of the platform's own. */
export function isPlatformTool(tool: Tool): boolean {
  return PLATFORM_TOOLS.includes(tool);
}

/** What the platform's own tools are listed and answered under. It has no vendor, no setting and no wire. */
export const PLATFORM_CONNECTOR: Connector = {
  id: 'platform',
  title: 'The platform',
  description: 'Tools about tools: find them, read their schemas, call those that a list leaves out.',
  version: 1,
  toolPrefix: '',
  settings: [],
  configure: () => ({ missing: [] }),
  classify: () => ({ kind: 'failed', executed: 'no', message: 'The platform has no vendor.' }),
  upstream: () => undefined,
  probe: async () => ({ summary: 'The platform answers.', warnings: [] }),
  tools: PLATFORM_TOOLS,
};

/** The connection that answers of the platform's own tools name. It is always on. */
export const PLATFORM_CONNECTION: Connection = {
  id: `${PLATFORM_CONNECTOR.id}/default`,
  name: 'default',
  connector: PLATFORM_CONNECTOR,
  state: {
    on: true,
    mode: 'live',
    target: {
      origin: '',
      hosts: [],
      authentication: { kind: 'header', header: 'authorization', secret: '' },
      facts: {},
    },
  },
  credentialVersion: 1,
};
