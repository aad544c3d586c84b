import { z } from 'zod';
import { stateFound } from '../../../kernel/read-back.ts';
import { defineTool } from '../../define.ts';
import { idField } from '../input/ids.ts';
import { lineField } from '../input/plain-text.ts';
import { ZohoId } from '../protocol/ids.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { listFolders, listLabels } from '../shapes/folders.ts';

const ZohoSaved = z.object({ folderId: ZohoId.nullish(), labelId: ZohoId.nullish() }).nullish();

const SaveFolderInput = z
  .object({
    kind: z.enum(['folder', 'label']).describe('What'),
    id: idField('To change this one; leave out for a new one').optional(),
    name: lineField(80, 'Name').refine((name) => !/[/\\"]/.test(name), 'Leave out slashes and quotation marks.'),
    parentPath: lineField(300, 'For a new folder: where, as /Inbox').optional(),
    color: z
      .string()
      .refine((text) => /^#[0-9A-Fa-f]{6}$/.test(text), 'Write it as #RRGGBB.')
      .optional()
      .describe('For a label: #RRGGBB'),
  })
  .refine(({ kind, id, parentPath }) => parentPath === undefined || (kind === 'folder' && id === undefined), {
    error: 'parentPath is for new folders.',
    path: ['parentPath'],
  })
  .refine(({ kind, color }) => color === undefined || kind === 'label', {
    error: 'Only labels have colours.',
    path: ['color'],
  });

/** `zoho_save_folder`: makes or renames a folder or a label. */
export const saveFolder = defineTool({
  name: 'zoho_save_folder',
  title: 'Make or rename a folder or label',
  description:
    'Makes a folder or label in the Zoho mailbox, or renames the one whose id is given. Messages stay where they are. Look with ' +
    'zoho_list_mailbox first whether there is one already. Gives the id.',
  effect: 'write',
  permission: 'zoho.mailbox.write',
  scopes: ['ZohoMail.folders.CREATE', 'ZohoMail.folders.UPDATE', 'ZohoMail.tags.CREATE', 'ZohoMail.tags.UPDATE'],
  input: SaveFolderInput,
  output: z.object({
    id: z.string().optional().describe('Its id, where Zoho tells it.'),
    name: z.string().describe('Its name now.'),
    created: z.boolean().describe('Whether it is new.'),
  }),
  cost: () => 1,
  examples: [
    { title: 'A folder', input: { kind: 'folder', name: 'Press' } },
    { title: 'A label', input: { kind: 'label', name: 'To refund', color: '#CC3300' } },
  ],

  async run({ kind, id, name, parentPath, color }, upstream: ZohoUpstream) {
    const saved =
      kind === 'label'
        ? await save(upstream, '/labels', id, { displayName: name, ...(color !== undefined && { color }) })
        : id === undefined
          ? await save(upstream, '/folders', id, {
              folderName: name,
              ...(parentPath !== undefined && { parentFolderPath: parentPath }),
            })
          : await save(upstream, '/folders', id, { mode: 'rename', folderName: name });
    return { id: saved?.folderId ?? saved?.labelId ?? id, name, created: id === undefined };
  },

  readBackScopes: ['ZohoMail.folders.READ', 'ZohoMail.tags.READ'],
  async readBack({ kind, id, name, parentPath, color }, upstream: ZohoUpstream, { write }) {
    if (kind === 'label') {
      const found = (await listLabels(upstream)).find(({ labelId, displayName }) =>
        id === undefined ? displayName === name : labelId === id,
      );
      const holds =
        found?.displayName === name && (color === undefined || found.color?.toLowerCase() === color.toLowerCase());
      return stateFound({ what: 'The label with its name and colour', holds }, write);
    }
    const folders = await listFolders(upstream);
    const path = `${parentPath ?? ''}/${name}`;
    const holds = folders.some((folder) =>
      id === undefined ? folder.path === path : folder.folderId === id && folder.folderName === name,
    );
    return stateFound({ what: 'The folder with its name', holds }, write);
  },
});

function save(upstream: ZohoUpstream, path: string, id: string | undefined, body: Readonly<Record<string, string>>) {
  return id === undefined
    ? upstream.change('POST', path, ZohoSaved, body)
    : upstream.change('PUT', `${path}/${id}`, ZohoSaved, body);
}
