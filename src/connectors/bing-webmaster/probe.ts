import type { Probe } from '../../kernel/connector.ts';
import type { BingUpstream } from './protocol/upstream.ts';

/** Asks which sites the account has: one request. Warns of what keeps tools from working on them. */
export async function probeAccount(upstream: BingUpstream): Promise<Probe> {
  const sites = await upstream.ask('GetUserSites');
  const verified = sites.filter(({ IsVerified }) => IsVerified);
  const warnings: string[] = [];
  if (sites.length === 0) warnings.push('The account has no site; add one at bing.com/webmasters.');
  for (const { Url } of sites.filter(({ IsVerified }) => !IsVerified)) {
    warnings.push(`Bing has not verified ${Url}; until then its tools are refused.`);
  }
  if (upstream.site !== undefined && !sites.some(({ Url }) => Url === upstream.site)) {
    warnings.push(`BING_SITE is ${upstream.site}, which is not how a site of the account is registered.`);
  } else if (upstream.site === undefined && verified.length > 1) {
    warnings.push('The account has several sites and BING_SITE is not set; tools have to be told which.');
  }
  if (upstream.indexNow.key === undefined)
    warnings.push('BING_INDEXNOW_KEY is not set; URLs cannot be sent by IndexNow.');
  return { summary: `${count(sites.length)}, ${verified.length} verified.`, warnings };
}

function count(sites: number): string {
  return sites === 1 ? '1 site' : `${sites} sites`;
}
