import type { WireReply } from '../../../kernel/wire.ts';
import { bodyOf, type Exchange } from './exchange.ts';
import { checkParameters, messageIn } from './mail-reads.ts';
import type { MailState, StoredMail } from './mail-state.ts';
import { extraKeyRefusal, patternRefusal, refusal, success } from './replies.ts';

type Body = Readonly<Record<string, unknown>>;
type Change = (mail: StoredMail, state: MailState, body: Body) => Partial<StoredMail>;

const labelsOf = ({ labelId }: Body) => new Set([labelId ?? []].flat().map(String));

const MODES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['markAsRead', () => ({ isRead: true })],
  ['markAsUnread', () => ({ isRead: false })],
  ['moveMessage', (_mail, _state, { destfolderId }) => ({ folderId: String(destfolderId) })],
  ['setFlag', (_mail, _state, { flagid }) => ({ flag: String(flagid) })],
  ['applyLabel', ({ labels }, _state, body) => ({ labels: new Set([...labels, ...labelsOf(body)]) })],
  [
    'removeLabel',
    ({ labels }, _state, body) => ({ labels: new Set([...labels].filter((id) => !labelsOf(body).has(id))) }),
  ],
  ['removeAllLabels', () => ({ labels: new Set<string>() })],
  ['archiveMails', () => ({ isArchived: true })],
  ['unArchiveMails', () => ({ isArchived: false })],
  ['moveToSpam', (_mail, state) => ({ folderId: state.folderOfType('Spam') })],
  ['markNotSpam', (_mail, state) => ({ folderId: state.folderOfType('Inbox') })],
]);
const THREAD_MODES_MISSING = ['archiveMails', 'unArchiveMails'];
const KEYS = ['mode', 'destfolderId', 'flagid', 'labelId', 'isFolderSpecific', 'folderId', 'isArchive'];

/** `PUT /updatemessage`: words are checked, ids are not; the answer is the same whatever was there to change. */
export function updateMessages(exchange: Exchange): WireReply {
  return update(exchange, 'messageId', (mail) => mail.id);
}

/** `PUT /updatethread` */
export function updateThreads(exchange: Exchange): WireReply {
  return update(exchange, 'threadId', (mail) => mail.threadId);
}

function update(exchange: Exchange, key: 'messageId' | 'threadId', idOf: (mail: StoredMail) => string): WireReply {
  const { state } = exchange;
  const body = bodyOf(exchange);
  if (!body) return refusal(400, 'JSON_PARSE_ERROR', 'Invalid JSON');
  const extra = Object.keys(body).find((name) => name !== key && !KEYS.includes(name));
  if (extra !== undefined) return extraKeyRefusal(extra);
  const change = MODES.get(String(body.mode));
  if (!change || (key === 'threadId' && THREAD_MODES_MISSING.includes(String(body.mode)))) {
    return refusal(400, undefined, 'Invalid mode');
  }
  if (!Array.isArray(body[key])) return patternRefusal(key);
  if (body.mode === 'setFlag' && !/^(info|important|followup|flag_not_set)$/.test(String(body.flagid)))
    return patternRefusal('flagid');
  if (body.mode === 'moveMessage' && !state.folders.some(({ id }) => id === String(body.destfolderId))) {
    return refusal(500, undefined, 'An internal error occurred');
  }
  const wanted = new Set((body[key] as unknown[]).map(String));
  for (const mail of state.mails) if (wanted.has(idOf(mail))) Object.assign(mail, change(mail, state, body));
  return success();
}

/** `DELETE /folders/{f}/messages/{m}`: into the trash, or with `expunge` for good. */
export function deleteMessage(exchange: Exchange): WireReply {
  const { state, query } = exchange;
  const refused = checkParameters(exchange, new Map([['expunge', /^(true|false)$/]]));
  if (refused) return refused;
  const mail = messageIn(exchange);
  if (!mail) return refusal(404, 'INVALID_MESSAGE', 'Invalid message id');
  if (query.get('expunge') === 'true' || mail.folderId === state.folderOfType('Trash')) state.remove(mail);
  else mail.folderId = state.folderOfType('Trash');
  return success();
}
