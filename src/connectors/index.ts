import type { Connector } from '../kernel/connector.ts';
import { shopify } from './shopify/connector.ts';

/** Every connector of the platform. A new one is a folder and a line here. */
export const CONNECTORS: readonly Connector[] = [shopify];
