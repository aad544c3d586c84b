import { analytics } from './analytics/connector.ts';
import { bingWebmaster } from './bing-webmaster/connector.ts';
import { searchConsole } from './search-console/connector.ts';
import { shopify } from './shopify/connector.ts';
import { zohoMail } from './zoho-mail/connector.ts';

/** Every connector of the platform. A new one is a folder and a word here. */
export const CONNECTORS = [shopify, zohoMail, searchConsole, bingWebmaster, analytics];
