import { PlatformError } from '../../../kernel/errors.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import { toQuota } from '../shapes/sites.ts';

/** Of the versions that a page may have for devices, the one for all of them. */
const ANY_DEVICE = 0;

/** Gives Bing the content of a page, within the site's content quota, so that it need not be crawled first. */
export async function submitPageContent(siteUrl: string, url: string, html: string, upstream: BingUpstream) {
  const { daily, monthly } = toQuota(await upstream.ask('GetContentSubmissionQuota', { siteUrl }));
  const allowed = Math.min(daily, monthly);
  if (allowed <= 0) {
    const message = 'The content submission quota of the site is used up; nothing was submitted. Submit it via bing.';
    throw new PlatformError('upstream_quota', message, { sent: 'no' });
  }
  await upstream.change('SubmitContent', {
    siteUrl,
    url,
    httpMessage: toHttpMessage(html).toString('base64'),
    structuredData: '',
    dynamicServing: ANY_DEVICE,
  });
  return { submitted: 1, notSubmitted: [], quotaLeft: allowed - 1 };
}

/** What a crawler would have received: status line, headers, empty line, body. */
function toHttpMessage(html: string): Buffer {
  const body = Buffer.from(html, 'utf8');
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
