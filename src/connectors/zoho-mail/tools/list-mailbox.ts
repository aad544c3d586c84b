import { z } from 'zod';
import { defineTool, personal } from '../../define.ts';
import { mainAddressOf, sendersOf } from '../protocol/accounts.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { Folder, Label, listFolders, listLabels, toFolder, toLabel } from '../shapes/folders.ts';
import { lineOrNothing } from '../text/shown-text.ts';

/** `zoho_list_mailbox`: what the mailbox consists of. */
export const listMailbox = defineTool({
  name: 'zoho_list_mailbox',
  title: 'List accounts, folders and labels',
  description:
    'Shows what the Zoho mailbox consists of: accounts with the addresses they send from, folders and labels with their ids. Use it ' +
    'before moving, labelling or filtering by folder. Zoho counts no messages here; list a folder to see some.',
  core: true,
  effect: 'read',
  permission: 'zoho.mailbox.read',
  scopes: ['ZohoMail.accounts.READ', 'ZohoMail.folders.READ', 'ZohoMail.tags.READ'],
  input: z.object({}),
  output: z.object({
    accounts: z
      .array(
        z.object({
          id: z.string().describe('Account id.'),
          address: personal(z.string().optional().describe('Main address.')),
          name: personal(z.string().optional().describe('Display name.')),
          sendsFrom: z.array(personal(z.string())).describe('Addresses it may send from.'),
          inUse: z.boolean().describe('Whether tools use this one.'),
        }),
      )
      .describe('Accounts of the user.'),
    folders: z.array(Folder).describe('Folders.'),
    labels: z.array(Label).describe('Labels.'),
  }),
  list: 'folders',
  cost: () => 3,
  examples: [
    { title: 'The mailbox', input: {} },
    { title: 'The mailbox, of the only connection', input: {} },
  ],

  async run(_input, upstream: ZohoUpstream) {
    const accounts = await upstream.accounts();
    const used = upstream.accountAmong(accounts).accountId;
    const folders = await listFolders(upstream);
    const labels = await listLabels(upstream);
    return {
      accounts: accounts.map((account) => ({
        id: account.accountId,
        address: lineOrNothing(mainAddressOf(account)),
        name: lineOrNothing(account.accountDisplayName ?? account.displayName),
        sendsFrom: sendersOf(account),
        inUse: account.accountId === used,
      })),
      folders: folders.map(toFolder),
      labels: labels.map(toLabel),
    };
  },
});
