import type { Connector } from '../kernel/connector.ts';

/** Every connector, one line each. */
export const CONNECTORS: readonly Connector[] = [];
