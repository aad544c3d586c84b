import type { Verdict } from '../../../kernel/connector.ts';
import { quoted } from '../../../kernel/quoted.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { type GoogleError, parseGoogleError } from '../../google/google-error.ts';
import { nextPacificMidnight } from '../../google/pacific-time.ts';
import { bodyOf, type GoogleApi, refusalOf } from '../../google/verdict.ts';
import { nearlyUsedUp } from './nearly-used-up.ts';
import { nextHour } from './quota-end.ts';

/** What is said where Google refuses a property; the upstream adds which ones the connection can see. */
export const NO_ACCESS = 'The connection has no access to this property.';

/** Begins the message of a report whose names do not go together. */
export const INCOMPATIBLE = 'These dimensions and metrics do not go together';

/** The places at a property are ten for everybody; one is free after about this long. */
const CONCURRENT_WAIT_MS = 30_000;

const TITLE = 'Google Analytics';
const DATA = 'Google Analytics Data API';
const ADMIN = 'Google Analytics Admin API';

/**
 * Says what a reply of the Data or Admin API means (https://developers.google.com/analytics/devguides/reporting/data/v1/errors).
 * Used-up quotas of a property stop that property alone, until Google fills them again.
 */
export function classify(reply: WireReply, now: number): Verdict {
  const { status } = reply;
  if (status >= 200 && status < 300) {
    const verdict = bodyOf(reply, { title: TITLE, libraryName: DATA });
    if (verdict.kind !== 'ok') return verdict;
    const { body = {} } = verdict;
    return { ...verdict, body, usedUp: nearlyUsedUp(body, now) };
  }
  const error = parseGoogleError(reply.body);
  return ownMeaning(status, error, now) ?? refusalOf(reply, now, apiOf(error));
}

/** What Analytics alone says; `undefined` for what all of Google's APIs mean the same by. */
function ownMeaning(status: number, error: GoogleError | undefined, now: number): Verdict | undefined {
  const { message = '', reasons = [] } = error ?? {};
  if (status === 429) return quotaMeaning(message, now);
  if (status === 403 && /permissions? for this property|caller does not have permission/i.test(message)) {
    return reasons.length === 0 || reasons.includes('forbidden')
      ? { kind: 'permission', message: NO_ACCESS }
      : undefined;
  }
  if (status === 400 && /\bincompatible\b/i.test(message)) {
    return { kind: 'rejected', message: `${INCOMPATIBLE}. Google says: ${quoted(message)}` };
  }
  // Another change was under way, and nothing was done.
  if (status === 409 && error?.status === 'ABORTED') return { kind: 'throttled', retryAfterMs: 1_000 };
  if (status === 501) return { kind: 'rejected', message: 'Google Analytics does not offer this.' };
  return undefined;
}

/** The text is all that tells the quotas of a property apart. */
function quotaMeaning(message: string, now: number): Verdict | undefined {
  if (/concurrent requests/i.test(message)) return { kind: 'throttled', retryAfterMs: CONCURRENT_WAIT_MS };
  if (/tokens per day/i.test(message)) {
    return used(
      'The property’s tokens for today are used up; they return at midnight, Pacific time.',
      nextPacificMidnight(now),
    );
  }
  if (/potentially thresholded/i.test(message)) {
    return used(
      'The property’s requests with age, gender, interests or audiences are used up for this hour (120); leave those dimensions out, or wait for the next hour.',
      nextHour(now),
    );
  }
  if (/server errors/i.test(message)) {
    return used(
      'The property answered with too many errors of Google’s own; it takes requests again with the next hour.',
      nextHour(now),
    );
  }
  if (/per hour/i.test(message)) {
    return used('The property’s tokens for this hour are used up; they return with the next hour.', nextHour(now));
  }
  return undefined;
}

function used(message: string, untilMs: number): Verdict {
  return { kind: 'quota', of: 'scope', message, untilMs };
}

/** Which of the two APIs an error is about, by what it says. */
function apiOf(error: GoogleError | undefined): GoogleApi {
  return { title: TITLE, libraryName: error?.message.includes(ADMIN) ? ADMIN : DATA };
}
