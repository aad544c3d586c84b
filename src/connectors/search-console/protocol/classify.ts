import type { Verdict } from '../../../kernel/connector.ts';
import { quoted } from '../../../kernel/quoted.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { type GoogleError, parseGoogleError } from '../../google/google-error.ts';
import { nextPacificMidnight } from '../../google/pacific-time.ts';
import { bodyOf, type GoogleApi, refusalOf } from '../../google/verdict.ts';

const API: GoogleApi = { title: 'Search Console', libraryName: 'Google Search Console API' };

/** How long a property rests after it used up its load quota, which Google counts in windows of ten minutes. */
const COOL_DOWN_MS = 15 * 60_000;

/**
 * Says what a reply of the Search Console API means (https://developers.google.com/webmaster-tools/limits). Quotas are
 * counted for each property, so using one up stops that property alone; a load quota is no lack of rights although it
 * comes with status 403. Whoever uses it up again after the rest waits until the day is over.
 */
export function classify(reply: WireReply, now: number): Verdict {
  if (reply.status >= 200 && reply.status < 300) return bodyOf(reply, API);
  const error = parseGoogleError(reply.body);
  if (error && (reply.status === 403 || reply.status === 429)) {
    const own = verdictOfQuota(error, now) ?? (reply.status === 403 ? verdictOfProperty(error) : undefined);
    if (own) return own;
  }
  return refusalOf(reply, now, API);
}

function verdictOfQuota({ message, reasons }: GoogleError, now: number): Verdict | undefined {
  if (reasons.includes('quotaExceeded') || /load quota exceeded/i.test(message)) {
    return {
      kind: 'quota',
      of: 'scope',
      untilMs: now + COOL_DOWN_MS,
      againUntilMs: nextPacificMidnight(now),
      message:
        'Search Console has had too many or too heavy questions about this property; it rests for a quarter of an hour. Ask for fewer days, or not for query and page at once.',
    };
  }
  if (/\b(per day|daily)\b/i.test(message)) {
    return {
      kind: 'quota',
      of: 'scope',
      untilMs: nextPacificMidnight(now),
      message: 'The daily quota of Search Console for this property is used up until midnight, Pacific time.',
    };
  }
  return undefined;
}

/** Google says the same of a property that the account may not use, and of one that is spelled in another way. */
function verdictOfProperty({ message }: GoogleError): Verdict | undefined {
  if (!/sufficient permission for site/i.test(message)) return undefined;
  return {
    kind: 'permission',
    message: `The account of this connection may not use the property, or it is spelled in another way; gsc_list_sites gives the exact spelling. Google says: ${quoted(message)}`,
  };
}
