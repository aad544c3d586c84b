import type { WireReply } from '../../../kernel/wire.ts';
import { bodyOf, type Exchange } from './exchange.ts';
import { folderView } from './mail-views.ts';
import { extraKeyRefusal, patternRefusal, refusal, success } from './replies.ts';

function textsOf(exchange: Exchange, keys: readonly string[]): Record<string, string> | WireReply {
  const body = bodyOf(exchange);
  if (!body) return refusal(400, 'JSON_PARSE_ERROR', 'Invalid JSON');
  for (const [key, value] of Object.entries(body)) {
    if (!keys.includes(key)) return extraKeyRefusal(key);
    if (typeof value !== 'string') return patternRefusal(key);
  }
  return body as Record<string, string>;
}

function isReply(value: Record<string, string> | WireReply): value is WireReply {
  return typeof value.status === 'number';
}

const NAME = /^[^/\\"\r\n]{1,80}$/;
const COLOR = /^#[0-9a-fA-F]{6}$/;

/** `POST /folders`: HTTP 200, and 201 in the body. */
export function createFolder(exchange: Exchange): WireReply {
  const { state } = exchange;
  const body = textsOf(exchange, ['folderName', 'parentFolderId', 'parentFolderPath']);
  if (isReply(body)) return body;
  if (!NAME.test(body.folderName ?? '')) return patternRefusal('folderName');
  const parent = state.folders.find(
    (folder) => folder.id === body.parentFolderId || state.pathOf(folder) === body.parentFolderPath,
  );
  if ((body.parentFolderId ?? body.parentFolderPath) !== undefined && !parent) {
    return refusal(404, 'INVALID_FOLDER', 'Parent folder does not exist');
  }
  const folder = { id: state.nextId(), name: body.folderName ?? '', type: 'Inbox', parentId: parent?.id };
  if (state.folders.some((other) => state.pathOf(other) === state.pathOf(folder))) {
    return refusal(400, 'FOLDER_EXISTS', 'Folder name already exists');
  }
  state.folders.push(folder);
  return success(folderView(state, folder), 201, 'Created');
}

export function renameFolder(exchange: Exchange): WireReply {
  const { state, ids } = exchange;
  const body = textsOf(exchange, ['mode', 'folderName']);
  if (isReply(body)) return body;
  if (body.mode !== 'rename') return patternRefusal('mode');
  if (!NAME.test(body.folderName ?? '')) return patternRefusal('folderName');
  const folder = state.folders.find(({ id }) => id === ids[0]);
  if (!folder) return refusal(404, 'INVALID_FOLDER', 'Invalid folder id');
  folder.name = body.folderName ?? '';
  return success();
}

/** The mails in it go with it. */
export function deleteFolder({ state, ids: [id] }: Exchange): WireReply {
  const index = state.folders.findIndex((folder) => folder.id === id);
  const folder = state.folders[index];
  if (!folder) return refusal(404, 'INVALID_FOLDER', 'Invalid folder id');
  if (folder.type !== 'Inbox' || folder.name === 'Inbox')
    return refusal(400, 'SYSTEM_FOLDER', 'System folders cannot be deleted');
  for (const mail of state.mails) if (mail.folderId === id) state.remove(mail);
  state.folders.splice(index, 1);
  return success();
}

export function createLabel(exchange: Exchange): WireReply {
  const { state } = exchange;
  const body = textsOf(exchange, ['displayName', 'color']);
  if (isReply(body)) return body;
  if (!NAME.test(body.displayName ?? '')) return patternRefusal('displayName');
  if (body.color !== undefined && !COLOR.test(body.color)) return patternRefusal('color');
  const label = { id: state.nextId(), name: body.displayName ?? '', color: body.color ?? '#336699' };
  state.labels.push(label);
  return success({ labelId: label.id, tagId: label.id, displayName: label.name, color: label.color }, 201, 'Created');
}

export function changeLabel(exchange: Exchange): WireReply {
  const { state, ids } = exchange;
  const body = textsOf(exchange, ['displayName', 'color']);
  if (isReply(body)) return body;
  const label = state.labels.find(({ id }) => id === ids[0]);
  if (!label) return refusal(404, 'INVALID_LABEL', 'Invalid label id');
  if (body.displayName !== undefined) label.name = body.displayName;
  if (body.color !== undefined) label.color = body.color;
  return success({ labelId: label.id, displayName: label.name, color: label.color });
}

export function deleteLabel({ state, ids: [id] }: Exchange): WireReply {
  const index = state.labels.findIndex((label) => label.id === id);
  if (index === -1) return refusal(404, 'INVALID_LABEL', 'Invalid label id');
  state.labels.splice(index, 1);
  for (const mail of state.mails) mail.labels.delete(id ?? '');
  return success();
}
