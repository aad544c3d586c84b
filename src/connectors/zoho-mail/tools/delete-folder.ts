import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField } from '../input/ids.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { listFolders, listLabels } from '../shapes/folders.ts';
import { shownLine } from '../text/shown-text.ts';

/** `zoho_delete_folder`: deletes a folder that somebody made, or a label. */
export const deleteFolder = defineTool({
  name: 'zoho_delete_folder',
  title: 'Delete a folder or label',
  description:
    'Deletes a label, or a folder that somebody made, with the messages in it; nobody can bring it back. Zoho’s own folders stay. ' +
    'Messages keep everything but a deleted label. Only when this deletion was asked for.',
  effect: 'destroy',
  permission: 'zoho.mailbox.delete',
  scopes: ['ZohoMail.folders.DELETE', 'ZohoMail.folders.READ', 'ZohoMail.tags.DELETE'],
  input: z.object({ kind: z.enum(['folder', 'label']).describe('What'), id: idField('Its id') }),
  output: z.object({
    id: z.string().describe('What is gone.'),
    name: z.string().optional().describe('Name that the folder had.'),
  }),
  cost: ({ kind }) => (kind === 'folder' ? 2 : 1),
  examples: [
    { title: 'A label', input: { kind: 'label', id: '2560636000000009003' } },
    { title: 'A folder', input: { kind: 'folder', id: '2560636000000008022' } },
  ],

  async run({ kind, id }, upstream: ZohoUpstream) {
    const name = kind === 'folder' ? await ownFolder(upstream, id) : undefined;
    await upstream.change('DELETE', `/${kind}s/${id}`, z.unknown());
    return { id, name };
  },

  readBackScopes: ['ZohoMail.tags.READ'],
  async readBack({ kind, id }, upstream: ZohoUpstream, { write }) {
    const isThere =
      kind === 'folder'
        ? (await listFolders(upstream)).some(({ folderId }) => folderId === id)
        : (await listLabels(upstream)).some(({ labelId }) => labelId === id);
    return stateFound({ what: 'The folder or label off the mailbox’s list', holds: !isThere }, write);
  },
});

/** Folders that somebody made say that they are an Inbox; so does the Inbox, and it is told by its path. */
async function ownFolder(upstream: ZohoUpstream, id: string): Promise<string> {
  const folder = (await listFolders(upstream)).find(({ folderId }) => folderId === id);
  if (!folder) throw new PlatformError('not_found', 'There is no folder of that id.', { sent: 'no' });
  const isOwn = folder.folderType === 'Inbox' && folder.folderName !== 'Inbox';
  if (isOwn) return shownLine(folder.folderName);
  const message = 'This is one of Zoho’s own folders, which stay.';
  throw new PlatformError('invalid_input', message, { issues: [{ path: 'id', message }], sent: 'no' });
}
