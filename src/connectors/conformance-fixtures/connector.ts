import { defineConnector } from '../define.ts';
import { errorHandling } from './tools/error-handling.ts';
import { largeResult } from './tools/large-result.ts';
import { simpleText } from './tools/simple-text.ts';

/**
 * Fixtures of the official conformance suite, under the names that the suite asks for. Reaches nothing: its origin is in
 * a domain that never exists (RFC 6761 §6.4). Loaded only under `--conformance`, which production refuses.
 */
export const conformanceFixtures = defineConnector<undefined>({
  id: 'conformance-fixtures',
  title: 'Conformance fixtures',
  description: 'Tools that the MCP conformance suite calls. They hold no data of anybody.',
  version: 1,
  toolPrefix: 'test_',
  settings: [],
  configure: () => ({
    target: {
      origin: 'https://conformance.invalid',
      hosts: [],
      authentication: { kind: 'header', header: 'authorization', secret: 'NONE' },
      facts: {},
    },
  }),
  classify: () => ({ kind: 'failed', executed: 'no', message: 'The fixtures have no vendor.' }),
  upstream: () => undefined,
  probe: async () => ({ summary: 'The fixtures reach nothing.', warnings: [] }),
  tools: [errorHandling, largeResult, simpleText],
});
