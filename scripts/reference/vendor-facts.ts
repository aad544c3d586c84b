import { markdownTable } from './markdown-table.ts';
import { ANALYTICS_FACTS } from './vendor-facts/analytics.ts';
import { BING_WEBMASTER_FACTS } from './vendor-facts/bing-webmaster.ts';
import { SEARCH_CONSOLE_FACTS } from './vendor-facts/search-console.ts';
import { SHOPIFY_FACTS } from './vendor-facts/shopify.ts';
import type { Proof, VendorFact } from './vendor-facts/vendor-fact.ts';
import { ZOHO_MAIL_FACTS } from './vendor-facts/zoho-mail.ts';

/** What is known of vendors that is no shape, by the vendor's name, and the tests that show what the platform makes of it. */
export const VENDOR_FACTS: Readonly<Record<string, readonly VendorFact[]>> = {
  Shopify: SHOPIFY_FACTS,
  'Zoho Mail': ZOHO_MAIL_FACTS,
  'Search Console': SEARCH_CONSOLE_FACTS,
  'Bing Webmaster Tools': BING_WEBMASTER_FACTS,
  'Google Analytics 4': ANALYTICS_FACTS,
};

/** Path of a proof's file from the package's root. */
export function fileOf([file]: Proof): string {
  return /^(src|test)\//.test(file) ? file : `src/connectors/${file}`;
}

/** The reference page of vendors' facts, as Markdown. */
export function vendorFactsReference(): string {
  const sections = Object.entries(VENDOR_FACTS).map(([vendor, facts]) => {
    const rows = facts.map(({ says, proofs = [], whyNot }) => [says, whyNot ? `none: ${whyNot}` : shown(proofs)]);
    return `## ${vendor}\n\n${markdownTable(['fact', 'test'], rows)}`;
  });
  return `# Vendors’ facts

What the vendors do, limit, refuse and want besides the shapes of their requests and replies (which are held against their contracts), and the tests that show what
is made of it. A test shows what its title says, which may be a part of the fact.

${sections.join('\n\n')}
`;
}

function shown(proofs: readonly Proof[]): string {
  return proofs
    .map((proof) => `${proof[1].replaceAll(/%[a-z]|\$\w+/g, '…').replaceAll('|', '\\|')} (\`${fileOf(proof)}\`)`)
    .join('<br>');
}
