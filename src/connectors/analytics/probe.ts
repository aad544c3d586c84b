import { z } from 'zod';
import type { Probe } from '../../kernel/connector.ts';
import { PlatformError } from '../../kernel/errors.ts';
import type { AnalyticsUpstream } from './protocol/upstream.ts';
import { AccountSummaries, propertyList } from './shapes/account-summary.ts';

/** The names of a property's fields are the cheapest question of the Data API: they cost no tokens. */
const GaName = z.object({ name: z.string().optional() });

/** Asks the Admin API which properties can be seen, and the Data API for one of them: each must be enabled by itself. */
export async function probeAnalytics(upstream: AnalyticsUpstream): Promise<Probe> {
  const page = await upstream.adminGet(undefined, 'accountSummaries?pageSize=200', AccountSummaries);
  const properties = propertyList(page.accountSummaries);
  const chosen = upstream.defaultProperty;
  const found = properties.find(({ property }) => property === chosen);
  const [first] = properties;
  const asked = found ?? first;
  const warnings: string[] = [];
  if (first === undefined) {
    warnings.push('No property can be seen; add the e-mail address of the credentials as a Viewer of the property.');
  }
  if (chosen !== undefined && found === undefined && page.nextPageToken === undefined) {
    warnings.push(
      `Property ${chosen} of GA4_PROPERTY_ID is not among those that can be seen; correct it, or add the account to the property.`,
    );
  }
  if (asked !== undefined) warnings.push(...(await dataApiWarnings(asked.property, upstream)));
  const named = found === undefined ? '' : `; default ${found.property} (${found.name})`;
  const seen = `${counted(properties.length, 'property', 'properties')} in ${counted(countAccounts(properties), 'account', 'accounts')}`;
  return { summary: `${seen}${named}.`, warnings };
}

async function dataApiWarnings(property: string, upstream: AnalyticsUpstream): Promise<string[]> {
  try {
    await upstream.dataGet(property, 'metadata', GaName);
    return [];
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'upstream_permission') throw error;
    return [`Reports will not work: ${error.message}`];
  }
}

function countAccounts(properties: readonly { readonly account: string }[]): number {
  return new Set(properties.map(({ account }) => account)).size;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
