import { CONNECTORS } from '../../src/connectors/index.ts';
import { PLATFORM_TOOLS } from '../../src/gateway/platform-tools/platform-connector.ts';

/** Every connector with the tools that exist where no feature is switched on. */
export const USUAL_CONNECTORS = CONNECTORS.map((connector) => ({
  ...connector,
  tools: connector.tools.filter(({ feature }) => feature === undefined),
}));

/** Every tool of every connector that exists where no feature is switched on. */
export const USUAL_TOOLS = USUAL_CONNECTORS.flatMap(({ tools }) => tools);

/** Names of the platform's own tools, which are in every list. */
export const OWN_NAMES = PLATFORM_TOOLS.map(({ name }) => name);

/** Names without those of the platform's own tools. */
export function withoutOwn(names: readonly string[]): string[] {
  return names.filter((name) => !OWN_NAMES.includes(name));
}
