import { z } from 'zod';
import { stateFound } from '../../../../kernel/read-back.ts';
import { defineTool } from '../../../define.ts';
import { isSite } from '../../input/web-address.ts';
import { toBingDate } from '../../protocol/bing-date.ts';
import type { BingUpstream } from '../../protocol/upstream.ts';
import { MOVE_SCOPES, MOVE_TYPES } from '../../shapes/site-settings.ts';

const address = (description: string) =>
  z.string().refine(isSite, 'Write the whole address: https://www.example.com/.').describe(description);

/** `bing_submit_site_move`: tells Bing that a site has moved, which cannot be taken back. */
export const submitSiteMove = defineTool({
  name: 'bing_submit_site_move',
  title: 'Tell Bing that a site has moved',
  description:
    'Tells Bing that a site, host or folder has moved to another address. It cannot be taken back; redirects must be ' +
    'in place and both sites verified. Bing may no longer offer this.',
  effect: 'destroy',
  permission: 'bing.sites.move',
  scopes: ['webmaster.manage'],
  feature: 'bing-advanced',
  input: z.object({
    from: address('Old address, in a site of the account.'),
    to: address('New address.'),
    scope: z.enum(MOVE_SCOPES).default('host').describe('What moves.'),
    type: z.enum(MOVE_TYPES).default('global').describe('local: within the domain.'),
  }),
  output: z.object({
    site: z.string().describe('The site that moves.'),
    to: z.string().describe('Where it moves to.'),
  }),
  cost: () => 2,
  examples: [
    {
      title: 'To another host',
      input: { from: 'https://www.larkmoor-tea.example/', to: 'https://shop.larkmoor-tea.example/', type: 'local' },
    },
    {
      title: 'A folder',
      input: {
        from: 'https://www.larkmoor-tea.example/blogs/',
        to: 'https://journal.larkmoor-tea.example/',
        scope: 'directory',
      },
    },
  ],

  async run({ from, to, scope, type }, upstream: BingUpstream, context) {
    const siteUrl = await upstream.siteHolding(from);
    await upstream.change('SubmitSiteMove', {
      siteUrl,
      settings: {
        __type: 'SiteMoveSettings:#Microsoft.Bing.Webmaster.Api',
        Date: toBingDate(context.now()),
        MoveScope: MOVE_SCOPES.indexOf(scope),
        MoveType: MOVE_TYPES.indexOf(type),
        SourceUrl: from,
        TargetUrl: to,
      },
    });
    return { site: siteUrl, to };
  },

  async readBack({ from, to, scope, type }, upstream: BingUpstream, { write }) {
    const siteUrl = await upstream.siteHolding(from);
    const moves = await upstream.ask('GetSiteMoves', { siteUrl });
    const holds = moves.some(
      (move) =>
        move.SourceUrl === from &&
        move.TargetUrl === to &&
        MOVE_SCOPES[move.MoveScope] === scope &&
        MOVE_TYPES[move.MoveType] === type,
    );
    return stateFound({ what: 'The move on the site’s list of moves', holds, output: { site: siteUrl, to } }, write);
  },
});
