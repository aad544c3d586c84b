import { z } from 'zod';
import { orAbsent, stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idsField } from '../input/ids.ts';
import { lineField } from '../input/plain-text.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { pathOf } from '../shapes/body.ts';
import { folderNamed, listFolders, systemFolder } from '../shapes/folders.ts';

const MODES = {
  mark_read: 'markAsRead',
  mark_unread: 'markAsUnread',
  set_flag: 'setFlag',
  add_labels: 'applyLabel',
  remove_labels: 'removeLabel',
  remove_all_labels: 'removeAllLabels',
  move: 'moveMessage',
  trash: 'moveMessage',
  archive: 'archiveMails',
  unarchive: 'unArchiveMails',
  spam: 'moveToSpam',
  not_spam: 'markNotSpam',
} as const;

const ACTIONS = Object.keys(MODES) as [keyof typeof MODES, ...(keyof typeof MODES)[]];
const FLAGS = { info: 'info', important: 'important', follow_up: 'followup', none: 'flag_not_set' } as const;
const UNSEEN =
  'Zoho shows marks, flags and labels only to who knows the folder of each message. Doing it twice is doing it once: settle it as not done, and have it done anew.';
const LABELLING = ['add_labels', 'remove_labels'];

const UpdateMessagesInput = z
  .object({
    action: z.enum(ACTIONS).describe('What to do'),
    messageIds: idsField(50, 'Messages').optional(),
    threadIds: idsField(20, 'Or whole conversations').optional(),
    folder: lineField(300, 'For move: id, path or name').optional(),
    labelIds: idsField(10, 'For add_labels and remove_labels').optional(),
    flag: z.enum(['info', 'important', 'follow_up', 'none']).optional().describe('For set_flag'),
  })
  .refine(({ messageIds, threadIds }) => (messageIds === undefined) !== (threadIds === undefined), {
    error: 'Give exactly one of messageIds and threadIds.',
    path: ['messageIds'],
  })
  .refine(({ action, folder }) => (action === 'move') === (folder !== undefined), {
    error: 'folder belongs to move, and move needs it.',
    path: ['folder'],
  })
  .refine(({ action, labelIds }) => LABELLING.includes(action) === (labelIds !== undefined), {
    error: 'labelIds belong to add_labels and remove_labels, and these need them.',
    path: ['labelIds'],
  })
  .refine(({ action, flag }) => (action === 'set_flag') === (flag !== undefined), {
    error: 'flag belongs to set_flag, and set_flag needs it.',
    path: ['flag'],
  })
  .refine(({ action, threadIds }) => threadIds === undefined || !action.endsWith('archive'), {
    error: 'Conversations are archived by their messageIds.',
    path: ['threadIds'],
  });

/** `zoho_update_messages`: everything that can be done to messages and undone. Doing it twice is doing it once. */
export const updateMessages = defineTool({
  name: 'zoho_update_messages',
  title: 'Mark, flag, label, move or trash',
  description:
    'Marks, flags, labels, moves, archives or trashes messages or whole conversations; each can be undone. To delete for good use ' +
    'zoho_delete_messages. Zoho accepts unknown ids without a word: read a message again where it matters.',
  effect: 'write',
  permission: 'zoho.messages.write',
  scopes: ['ZohoMail.messages.UPDATE', 'ZohoMail.folders.READ'],
  repeatable: true,
  input: UpdateMessagesInput,
  output: z.object({
    action: z.string().describe('What was asked for.'),
    requested: z.number().int().describe('How many Zoho was asked to change; it does not say which it did.'),
    folderId: z.string().optional().describe('Where they went.'),
  }),
  cost: ({ action }) => (action === 'move' || action === 'trash' ? 2 : 1),
  examples: [
    { title: 'Read', input: { action: 'mark_read', messageIds: ['1753000000000100001'] } },
    {
      title: 'A flag on a conversation',
      input: { action: 'set_flag', flag: 'follow_up', threadIds: ['1753000000000100001'] },
    },
  ],

  async run({ action, messageIds, threadIds, folder, labelIds, flag }, upstream: ZohoUpstream) {
    const destfolderId = await destinationOf(upstream, action, folder);
    await upstream.change('PUT', messageIds ? '/updatemessage' : '/updatethread', z.unknown(), {
      mode: MODES[action],
      ...(messageIds && { messageId: messageIds }),
      ...(threadIds && { threadId: threadIds }),
      ...(destfolderId !== undefined && { destfolderId }),
      ...(labelIds && { labelId: labelIds }),
      ...(flag && { flagid: FLAGS[flag] }),
    });
    return { action, requested: (messageIds ?? threadIds ?? []).length, folderId: destfolderId };
  },

  readBackScopes: ['ZohoMail.messages.READ'],
  async readBack({ action, messageIds, folder }, upstream: ZohoUpstream, { write }) {
    const folderId = messageIds && (await destinationOf(upstream, action, folder));
    if (messageIds === undefined || folderId === undefined)
      return { found: 'cannot_tell', because: UNSEEN, final: true };
    let arrived = 0;
    for (const messageId of messageIds) {
      const place = `${pathOf({ folderId, messageId })}/details`;
      if ((await orAbsent(upstream.ask(place, z.unknown()))) !== undefined) arrived += 1;
    }
    const output = { action, requested: messageIds.length, folderId };
    const holds = arrived === messageIds.length;
    return stateFound({ what: 'The messages in the folder that they were to go to', holds, output }, write);
  },
});

/** Looked up even where the id is given: Zoho answers a folder that is not there as if it had broken down. */
async function destinationOf(upstream: ZohoUpstream, action: string, folder: string | undefined) {
  if (action === 'trash') return systemFolder(await listFolders(upstream), 'Trash');
  if (folder === undefined) return undefined;
  const folders = await listFolders(upstream);
  return folders.find(({ folderId }) => folderId === folder)?.folderId ?? folderNamed(folders, folder);
}
