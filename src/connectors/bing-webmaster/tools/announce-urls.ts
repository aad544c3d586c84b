import { PlatformError } from '../../../kernel/errors.ts';
import type { BingUpstream } from '../protocol/upstream.ts';

/** Tells IndexNow of URLs of one host (https://www.indexnow.org/documentation); each is accepted or none is. */
export async function announceUrls(urls: readonly string[], upstream: BingUpstream) {
  const { key, keyLocation } = upstream.indexNow;
  if (key === undefined) throw noKey();
  const first = urls[0] as string;
  const { host } = new URL(first);
  const isChecked = await announce(upstream, { host, key, keyLocation, urlList: urls });
  const notice = isChecked ? undefined : 'IndexNow has still to check the key of the site.';
  return { submitted: urls.length, notSubmitted: [], notice };
}

async function announce(upstream: BingUpstream, body: Readonly<Record<string, unknown>>): Promise<boolean> {
  try {
    return await upstream.announce(body);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'upstream_permission') throw error;
    const message = 'IndexNow does not find the key on the site; put it into a text file at its root, named after it.';
    throw new PlatformError('upstream_permission', message, { sent: 'no' }, { cause: error });
  }
}

function noKey(): PlatformError {
  const message = 'The connection has no key for IndexNow; set BING_INDEXNOW_KEY, or submit via bing.';
  return new PlatformError('upstream_rejected', message, { issues: [{ path: 'via', message }], sent: 'no' });
}
