import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { idField } from '../input/ids.ts';
import { cursorField, limitField, nextCursorField } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { folderNamed, listFolders } from '../shapes/folders.ts';
import { MessageList, messagePage } from '../shapes/message-page.ts';
import { Notices, noticesOf } from '../shapes/notices.ts';

/** Zoho filters by number what it shows by name. */
const FLAGS = { info: 1, important: 2, follow_up: 3 } as const;

/** `zoho_list_messages`: a page of a folder, newest first. */
export const listMessages = defineTool({
  name: 'zoho_list_messages',
  title: 'List messages of a folder',
  description:
    'Lists mail, newest first: a folder, or all received mail without spam and trash. Use it for unread mail and for drafts and sent ' +
    'mail (folder Drafts, Sent). To look for words or people use zoho_search_messages. Gives summaries, no full texts.',
  core: true,
  effect: 'read',
  permission: 'zoho.messages.read',
  scopes: ['ZohoMail.messages.READ', 'ZohoMail.folders.READ'],
  cacheTtlMs: 15_000,
  input: z.object({
    folder: lineField(300, 'Id, path or name of a folder').optional(),
    status: z.enum(['all', 'unread', 'read']).default('all').describe('Which'),
    flag: z.enum(['info', 'important', 'follow_up']).optional().describe('With this flag'),
    labelId: idField('With this label').optional(),
    withAttachments: z.boolean().optional().describe('true: with files only'),
    limit: limitField(100, 20),
    cursor: cursorField(),
  }),
  output: z.object({ messages: MessageList, nextCursor: nextCursorField(), notices: Notices }),
  list: 'messages',
  cost: ({ folder }) => (folder === undefined || isId(folder) ? 1 : 2),
  examples: [
    { title: 'Unread mail', input: { status: 'unread', limit: 10 } },
    { title: 'The newest drafts', input: { folder: 'Drafts', limit: 5 } },
  ],

  async run({ folder, status, flag, labelId, withAttachments, ...page }, upstream: ZohoUpstream) {
    const folderId = folder === undefined || isId(folder) ? folder : folderNamed(await listFolders(upstream), folder);
    const query = {
      folderId,
      status: status === 'all' ? undefined : status,
      flagid: flag && FLAGS[flag],
      labelid: labelId,
      attachedMails: withAttachments || undefined,
      sortBy: 'date',
      sortorder: false,
    };
    const { rows, nextCursor, notice } = await messagePage(upstream, '/messages/view', query, page);
    return { messages: [...rows], nextCursor, notices: noticesOf(notice) };
  },
});

function isId(folder: string): boolean {
  return /^[0-9]{10,20}$/.test(folder);
}
