import { z } from 'zod';
import { personal } from '../../define.ts';
import { BingInstant, toIso } from '../protocol/bing-date.ts';

/** A site of the account, in Bing's words. */
export const BingSite = z.object({
  Url: z.string(),
  IsVerified: z.boolean(),
  AuthenticationCode: z.string().nullish(),
  DnsVerificationCode: z.string().nullish(),
});

/** A site of the account, in ours. */
export const Site = z.object({
  url: z.string().describe('Spelling to give as site.'),
  verified: z.boolean().describe('Whether ownership is proved.'),
  metaTagCode: z
    .string()
    .optional()
    .describe('Unverified: content of the msvalidate.01 meta tag and BingSiteAuth.xml.'),
  dnsCode: z.string().optional().describe('Unverified: CNAME to set, pointing to verify.bing.com.'),
});

/** The codes that prove ownership are told only while there is something to prove. */
export function toSite({ Url, IsVerified, AuthenticationCode, DnsVerificationCode }: z.output<typeof BingSite>) {
  const codes = IsVerified
    ? {}
    : { metaTagCode: AuthenticationCode ?? undefined, dnsCode: DnsVerificationCode ?? undefined };
  return { url: Url, verified: IsVerified, ...codes };
}

/** Roles by Bing's number. */
export const ROLES = ['administrator', 'read_only', 'read_write'] as const;

/** Somebody's access to a site, in Bing's words. */
export const BingSiteRole = z.object({
  Date: BingInstant,
  Email: z.string(),
  Role: z.number().int(),
  Site: z.string(),
  VerificationSite: z.string().nullish(),
  Expired: z.boolean().nullish(),
  DelegatedCode: z.string().nullish(),
  DelegatedCodeOwnerEmail: z.string().nullish(),
  DelegatorEmail: z.string().nullish(),
});

/** Somebody's access to a site, in ours. */
export const SiteRole = z.object({
  email: personal(z.string()).describe('Whose access.'),
  role: z.string().describe('administrator, read_write or read_only.'),
  since: z.string().optional().describe('When granted, ISO 8601.'),
  expired: z.boolean().optional().describe('Whether it has ended.'),
  grantedBy: personal(z.string().optional()).describe('Who granted it.'),
});

export function toSiteRole(role: z.output<typeof BingSiteRole>): z.output<typeof SiteRole> {
  return {
    email: role.Email,
    role: ROLES[role.Role] ?? `role_${role.Role}`,
    since: toIso(role.Date),
    expired: role.Expired ?? undefined,
    grantedBy: role.DelegatorEmail || undefined,
  };
}

/** What may still be submitted, in Bing's words. */
export const BingQuota = z.object({ DailyQuota: z.number().int(), MonthlyQuota: z.number().int() });

/** What may still be submitted, in ours. */
export const Quota = z.object({
  daily: z.number().int().describe('Left today, until 00:00 GMT.'),
  monthly: z.number().int().describe('Left this month.'),
});

export function toQuota({ DailyQuota, MonthlyQuota }: z.output<typeof BingQuota>): z.output<typeof Quota> {
  return { daily: DailyQuota, monthly: MonthlyQuota };
}
