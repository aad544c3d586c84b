import type { Verdict } from '../../../kernel/connector.ts';

/** A refusal of the Webmaster API: `{"ErrorCode":8,"Message":"ERROR!!! InvalidParameter"}`. */
export interface BingFault {
  readonly code: number;
  readonly message: string;
}

/** What a throttled connection waits for before the next try; Bing names no time. */
const THROTTLE_PAUSE_MS = 5_000;
const DAY_MS = 86_400_000;

const throttled: Verdict = { kind: 'throttled', retryAfterMs: THROTTLE_PAUSE_MS };
const failed: Verdict = { kind: 'failed', executed: 'unknown', message: 'Bing failed and does not say why.' };

/** What each error code means (https://learn.microsoft.com/dotnet/api/microsoft.bing.webmaster.api.interfaces.apierrorcode). */
// biome-ignore format: a table is read in columns
const VERDICTS: Readonly<Record<number, Verdict>> = {
  1:  failed,
  2:  failed,
  3:  { kind: 'authentication', message: 'Bing does not accept the API key of this connection; make a new one in Bing Webmaster Tools, Settings, API access.' },
  4:  throttled,
  5:  throttled,
  6:  { kind: 'permission', message: 'Bing has blocked the account of this connection; its owner has to write to Bing.' },
  7:  { kind: 'rejected', message: 'Bing says that a URL is not valid for this site; give it in full, with the site\'s own scheme and host.' },
  8:  { kind: 'rejected', message: 'Bing says that an argument is not valid.' },
  9:  { kind: 'rejected', message: 'The account has as many sites as Bing allows.' },
  10: { kind: 'authentication', message: 'Bing does not know the account of this connection; check its credentials.' },
  11: { kind: 'not_found', message: 'Bing has no such thing.' },
  12: { kind: 'rejected', message: 'Bing has it already.' },
  13: { kind: 'permission', message: 'Bing does not allow this to the account; it may need another role on the site, or Bing no longer offers it.' },
  14: { kind: 'permission', message: 'The account may not do this on this site: it is not registered or not verified under this spelling, or the role is too low. bing_list_sites shows what is registered.' },
  15: { kind: 'rejected', message: 'Bing cannot do this in the present state of the site.' },
  16: { kind: 'rejected', message: 'Bing no longer offers this in its API.' },
  17: throttled,
};

/** Codes under which Bing says that a daily quota is used up; the text alone tells it from other failures. */
const QUOTA_CODES = [2, 8];
const QUOTA_TEXT = /exceeded your daily .{0,40}quota|quota remaining for today: 0\b/i;
const TOKEN_TEXT = /\bInvalid(Access)?Token\b/i;

/** Says what a refusal means; `now` is epoch ms. Bing's own text is looked at, never shown. */
export function verdictOfFault({ code, message }: BingFault, now: number): Verdict {
  if (QUOTA_CODES.includes(code) && QUOTA_TEXT.test(message)) return quotaSpent(now);
  if (TOKEN_TEXT.test(message)) {
    return { kind: 'authentication', message: 'Bing does not accept the access token of this connection.' };
  }
  return VERDICTS[code] ?? failed;
}

/** Quotas begin anew at midnight GMT; they are counted for each site. */
function quotaSpent(now: number): Verdict {
  return {
    kind: 'quota',
    of: 'scope',
    untilMs: (Math.floor(now / DAY_MS) + 1) * DAY_MS,
    message: "Bing's daily submission quota of this site is used up; it begins anew at 00:00 GMT.",
  };
}
