import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { urlField } from '../input/web-address.ts';
import type { BingUpstream } from '../protocol/upstream.ts';
import {
  BLOCK_REMOVALS,
  BLOCK_SCOPES,
  BlockedUrl,
  isSameUrl,
  toBingBlock,
  toBlockedUrl,
} from '../shapes/blocked-urls.ts';

/** `bing_set_url_block`: takes a page or a folder out of Bing's results for 90 days, or lets it in again. */
export const setUrlBlock = defineTool({
  name: 'bing_set_url_block',
  title: 'Block or unblock a URL at Bing',
  description:
    'Takes a page, or a directory with all below it, out of Bing’s results for about 90 days, or lets it in again.',
  effect: 'destroy',
  permission: 'bing.blocks.write',
  scopes: ['webmaster.manage'],
  input: z.object({
    url: urlField('Page or folder.'),
    blocked: z.boolean().describe('false unblocks.'),
    scope: z.enum(BLOCK_SCOPES).default('page').describe('What to block.'),
    removal: z.enum(BLOCK_REMOVALS).default('full').describe('cache: only the cached copy.'),
  }),
  output: z.object({
    changed: z.boolean().describe('false: it was so already.'),
    block: BlockedUrl.describe('The block that is set, or that was taken away.'),
  }),
  cost: () => 3,
  examples: [
    { title: 'A page', input: { url: 'https://www.larkmoor-tea.example/pages/old-offer', blocked: true } },
    {
      title: 'A folder’s cached copies',
      input: { url: 'https://www.larkmoor-tea.example/account/', blocked: true, scope: 'directory', removal: 'cache' },
    },
  ],

  async run({ url, blocked, scope, removal }, upstream: BingUpstream, context) {
    const siteUrl = await upstream.siteHolding(url);
    const findBlock = async () =>
      (await upstream.ask('GetBlockedUrls', { siteUrl })).map(toBlockedUrl).find((known) => isSameUrl(known.url, url));
    const present = await findBlock();
    if (!blocked && present === undefined) throw notBlocked();
    const isSo = blocked && present !== undefined && present.scope === scope && present.removal === removal;
    if (isSo) return { changed: false, block: present };
    const wanted = { url, scope, removal };
    const block = blocked ? wanted : (present ?? wanted);
    await upstream.change(blocked ? 'AddBlockedUrl' : 'RemoveBlockedUrl', {
      siteUrl,
      blockedUrl: toBingBlock(block, context.now()),
    });
    return { changed: true, block };
  },

  async readBack({ url, blocked, scope, removal }, upstream: BingUpstream, { write }) {
    const known = await upstream.ask('GetBlockedUrls', { siteUrl: await upstream.siteHolding(url) });
    const found = known.map(toBlockedUrl).find((block) => isSameUrl(block.url, url));
    const isSo = found?.scope === scope && found.removal === removal;
    const seen = { what: 'The block of the URL', holds: blocked ? isSo : found === undefined };
    return stateFound({ ...seen, changedAt: found?.since }, write);
  },
});

function notBlocked(): PlatformError {
  const message = 'This URL is not blocked; bing_get_site shows what is.';
  return new PlatformError('not_found', message, { issues: [{ path: 'url', message }], sent: 'no' });
}
