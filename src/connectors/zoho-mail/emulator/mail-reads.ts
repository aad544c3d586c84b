import type { WireReply } from '../../../kernel/wire.ts';
import type { Exchange } from './exchange.ts';
import { searchMail } from './mail-search.ts';
import type { StoredMail } from './mail-state.ts';
import { accountView, detailsView, folderView, headersView, rowView, sourceView } from './mail-views.ts';
import { file, patternRefusal, refusal, success, successWithNumbers } from './replies.ts';

const BOOLEAN = /^(true|false)$/;
const ID = /^[0-9]{1,20}$/;
const START = /^[1-9][0-9]{0,8}$/;
const LIMIT = /^([1-9][0-9]?|1[0-9]{2}|200)$/;

// biome-ignore format: a table is read in columns
const VIEW_PARAMETERS: ReadonlyMap<string, RegExp> = new Map([
  ['folderId', ID], ['labelid', ID], ['threadId', ID], ['start', START], ['limit', LIMIT], ['status', /^(read|unread|all)$/],
  ['flagid', /^[0-3]$/], ['sortBy', /^(date|messageId|size)$/], ['sortorder', BOOLEAN], ['includeto', BOOLEAN],
  ['includesent', BOOLEAN], ['includearchive', BOOLEAN], ['attachedMails', BOOLEAN],
]);
const SEARCH_PARAMETERS: ReadonlyMap<string, RegExp> = new Map([
  ['searchKey', /^[\s\S]{1,2000}$/],
  ['start', START],
  ['limit', LIMIT],
  ['receivedTime', /^\d{1,15}$/],
  ['includeto', BOOLEAN],
]);
const FLAGS = ['flag_not_set', 'info', 'important', 'followup'];

/** Refuses parameters that Zoho does not know, or that are not of its pattern. */
export function checkParameters({ query }: Exchange, known: ReadonlyMap<string, RegExp>): WireReply | undefined {
  for (const [name, value] of query) {
    const pattern = known.get(name);
    if (!pattern) return refusal(400, 'EXTRA_PARAM_FOUND', `Extra parameter found: ${name}`);
    if (!pattern.test(value)) return patternRefusal(name);
  }
  return undefined;
}

const NONE: ReadonlyMap<string, RegExp> = new Map();

export function listAccounts(exchange: Exchange): WireReply {
  return checkParameters(exchange, NONE) ?? success([accountView(exchange.state)]);
}

export function listFolders(exchange: Exchange): WireReply {
  const { state } = exchange;
  return checkParameters(exchange, NONE) ?? success(state.folders.map((folder) => folderView(state, folder)));
}

export function listLabels(exchange: Exchange): WireReply {
  const rows = exchange.state.labels.map(({ id, name, color }, index) => ({
    sequence: index + 1,
    labelId: id,
    tagId: id,
    color,
    displayName: name,
  }));
  return checkParameters(exchange, NONE) ?? success(rows);
}

/** Without a folder Zoho lists received mail alone: nothing sent, drafted, thrown away or held for spam. */
export function viewMessages(exchange: Exchange): WireReply {
  const { state, query } = exchange;
  const refused = checkParameters(exchange, VIEW_PARAMETERS);
  if (refused) return refused;
  const folderId = query.get('folderId');
  if (folderId !== null && !state.folders.some(({ id }) => id === folderId))
    return refusal(404, 'INVALID_METHOD', 'Invalid folder');
  const hides = (type: string) => state.folderOfType(type);
  const hidden = new Set(['Drafts', 'Templates', 'Spam', 'Trash', 'Outbox'].map(hides));
  if (query.get('includesent') !== 'true') hidden.add(hides('Sent'));
  const wanted = (mail: StoredMail): boolean =>
    (folderId === null ? !hidden.has(mail.folderId) : mail.folderId === folderId) &&
    (!mail.isArchived || query.get('includearchive') === 'true') &&
    equals(query.get('threadId'), mail.threadId) &&
    equals(query.get('status')?.replace('all', '') || null, mail.isRead ? 'read' : 'unread') &&
    equals(query.get('flagid'), String(FLAGS.indexOf(mail.flag))) &&
    (query.get('labelid') === null || mail.labels.has(query.get('labelid') ?? '')) &&
    (query.get('attachedMails') !== 'true' || mail.files.length > 0);
  const found = state.mails.filter(wanted);
  if (query.get('sortorder') === 'true') found.reverse();
  return success(pageOf(exchange, found).map((mail) => rowView(state, mail)));
}

function equals(wanted: string | null, is: string): boolean {
  return wanted === null || wanted === is;
}

function pageOf({ query }: Exchange, found: readonly StoredMail[]): readonly StoredMail[] {
  const from = Number(query.get('start') ?? 1) - 1;
  return found.slice(from, from + Number(query.get('limit') ?? 10));
}

export function searchMessages(exchange: Exchange): WireReply {
  const refused = checkParameters(exchange, SEARCH_PARAMETERS);
  if (refused) return refused;
  const key = exchange.query.get('searchKey');
  const found = key === null ? undefined : searchMail(exchange.state, key);
  if (!found) return patternRefusal('searchKey');
  return successWithNumbers(pageOf(exchange, found).map((mail) => rowView(exchange.state, mail)));
}

/** A message is found in the folder of the path alone. */
export function messageIn({ state, ids: [folderId, messageId] }: Exchange): StoredMail | undefined {
  const mail = state.mail(messageId ?? '');
  return mail?.folderId === folderId ? mail : undefined;
}

const noMessage = () => refusal(404, 'INVALID_MESSAGE', 'Invalid message id');

export function getDetails(exchange: Exchange): WireReply {
  const mail = messageIn(exchange);
  return mail ? success(detailsView(exchange.state, mail)) : noMessage();
}

export function getContent(exchange: Exchange): WireReply {
  const refused = checkParameters(exchange, new Map([['includeBlockContent', BOOLEAN]]));
  if (refused) return refused;
  const mail = messageIn(exchange);
  return mail ? success({ messageId: mail.id, content: mail.content }) : noMessage();
}

export function getHeader(exchange: Exchange): WireReply {
  const mail = messageIn(exchange);
  return mail ? success({ headerContent: headersView(mail) }) : noMessage();
}

export function getOriginal({ state, ids: [id] }: Exchange): WireReply {
  const mail = state.mail(id ?? '');
  return mail ? successWithNumbers({ content: sourceView(mail), messageId: mail.id }) : noMessage();
}

export function getAttachmentInfo(exchange: Exchange): WireReply {
  const mail = messageIn(exchange);
  if (!mail) return noMessage();
  const attachments = mail.files.map(({ id, name, bytes }) => ({
    attachmentId: id,
    attachmentName: name,
    attachmentSize: bytes.length,
  }));
  return success({ messageId: mail.id, attachments });
}

export function getAttachment(exchange: Exchange): WireReply {
  const found = messageIn(exchange)?.files.find(({ id }) => id === exchange.ids[2]);
  return found ? file(found.name, found.bytes) : refusal(404, 'INVALID_ATTACHMENT', 'Invalid attachment id');
}
