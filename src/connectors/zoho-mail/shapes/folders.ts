import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { ZohoId } from '../protocol/ids.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { shownLine } from '../text/shown-text.ts';
import { isSet } from './message.ts';

export const ZohoFolder = z.object({
  folderId: ZohoId,
  folderName: z.string(),
  folderType: z.string().nullish(),
  path: z.string().nullish(),
  parentFolderId: ZohoId.nullish(),
  isArchived: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});

export type ZohoFolderRow = z.output<typeof ZohoFolder>;

/** A folder as tools show it. */
export const Folder = z.object({
  id: z.string().describe('Folder id.'),
  name: z.string().describe('Name.'),
  path: z.string().optional().describe('Where it lies: /Inbox/Orders.'),
  kind: z.string().describe('inbox, drafts, sent, spam, trash, outbox, templates; own folders are inbox.'),
  parentId: z.string().optional().describe('Folder around it.'),
  archived: z.boolean().optional().describe('Whether it is archived.'),
});

/** `previousFolderId` looks like the parent and is the neighbour, so it is not read. */
export function toFolder(row: ZohoFolderRow): z.output<typeof Folder> {
  return {
    id: row.folderId,
    name: shownLine(row.folderName),
    path: row.path == null ? undefined : shownLine(row.path),
    kind: (row.folderType ?? 'inbox').toLowerCase(),
    parentId: row.parentFolderId ?? undefined,
    archived: isSet(row.isArchived) || undefined,
  };
}

export const ZohoLabel = z.object({ labelId: ZohoId, displayName: z.string(), color: z.string().nullish() });

/** A label as tools show it. */
export const Label = z.object({
  id: z.string().describe('Label id.'),
  name: z.string().describe('Name.'),
  color: z.string().optional().describe('As #RRGGBB.'),
});

export function toLabel(row: z.output<typeof ZohoLabel>): z.output<typeof Label> {
  return { id: row.labelId, name: shownLine(row.displayName), color: row.color ?? undefined };
}

/** The folders of the account. */
export function listFolders(upstream: ZohoUpstream): Promise<ZohoFolderRow[]> {
  return upstream.ask('/folders', z.array(ZohoFolder));
}

/** The labels of the account. */
export async function listLabels(upstream: ZohoUpstream): Promise<z.output<typeof ZohoLabel>[]> {
  return (await upstream.ask('/labels', z.array(ZohoLabel).nullish())) ?? [];
}

/** The id of the folder that Zoho keeps for this kind of mail; throws where the account has none. */
export function systemFolder(folders: readonly ZohoFolderRow[], kind: 'Sent' | 'Trash' | 'Drafts'): string {
  const found = folders.find(({ folderType }) => folderType === kind);
  if (found) return found.folderId;
  throw new PlatformError('not_found', `The account has no folder for ${kind}.`, { sent: 'no' });
}

/** Gives the id of a folder named by id, path or name; throws where there is none, or more than one of that name. */
export function folderNamed(folders: readonly ZohoFolderRow[], name: string): string {
  const wanted = name.toLowerCase();
  const holds = (text: string | null | undefined) => shownLine(text ?? '').toLowerCase() === wanted;
  const byPath = folders.filter(({ path }) => holds(path));
  const found = byPath.length > 0 ? byPath : folders.filter(({ folderName }) => holds(folderName));
  if (found.length === 1) return (found[0] as ZohoFolderRow).folderId;
  const advice = 'zoho_list_mailbox tells folders and their ids.';
  throw found.length === 0
    ? new PlatformError('not_found', `There is no folder of that name; ${advice}`, { sent: 'no' })
    : new PlatformError('invalid_input', `Several folders have that name; give the path or the id: ${advice}`, {
        issues: [{ path: 'folder', message: 'Give the path or the id of the folder.' }],
        sent: 'no',
      });
}
