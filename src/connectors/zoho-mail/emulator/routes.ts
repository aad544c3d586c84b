import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import type { Exchange } from './exchange.ts';
import { answer, compose } from './mail-composing.ts';
import * as reads from './mail-reads.ts';
import { deleteMessage, updateMessages, updateThreads } from './mail-updates.ts';
import { upload } from './mail-uploads.ts';
import * as mailbox from './mailbox-updates.ts';

/** One operation of the Mail API. */
export interface Route {
  readonly method: WireRequest['method'];
  readonly pattern: RegExp;
  readonly operation: string;
  /** Without `ZohoMail.` */
  readonly scope: string;
  answer(exchange: Exchange): WireReply;
}

const ID = '([0-9]{1,20})';
const MESSAGE = `/folders/${ID}/messages/${ID}`;

function route(line: string, scope: string, answer: Route['answer']): Route {
  const [operation = '', method = '', path = ''] = line.split(' ');
  const pattern = new RegExp(`^${path.replaceAll('{message}', MESSAGE).replaceAll('{id}', ID)}$`);
  return { method: method as Route['method'], pattern, operation, scope, answer };
}

/** Every operation below `/api/accounts/{accountId}`. */
// biome-ignore format: a table is read in columns
export const ROUTES: readonly Route[] = [
  route('listFolders GET /folders',                                   'folders.READ',    reads.listFolders),
  route('createFolder POST /folders',                                 'folders.CREATE',  mailbox.createFolder),
  route('renameFolder PUT /folders/{id}',                             'folders.UPDATE',  mailbox.renameFolder),
  route('deleteFolder DELETE /folders/{id}',                          'folders.DELETE',  mailbox.deleteFolder),
  route('listLabels GET /labels',                                     'tags.READ',       reads.listLabels),
  route('createLabel POST /labels',                                   'tags.CREATE',     mailbox.createLabel),
  route('changeLabel PUT /labels/{id}',                               'tags.UPDATE',     mailbox.changeLabel),
  route('deleteLabel DELETE /labels/{id}',                            'tags.DELETE',     mailbox.deleteLabel),
  route('viewMessages GET /messages/view',                            'messages.READ',   reads.viewMessages),
  route('searchMessages GET /messages/search',                        'messages.READ',   reads.searchMessages),
  route('getOriginal GET /messages/{id}/originalmessage',             'messages.READ',   reads.getOriginal),
  route('getContent GET {message}/content',                           'messages.READ',   reads.getContent),
  route('getDetails GET {message}/details',                           'messages.READ',   reads.getDetails),
  route('getHeader GET {message}/header',                             'messages.READ',   reads.getHeader),
  route('getAttachmentInfo GET {message}/attachmentinfo',             'messages.READ',   reads.getAttachmentInfo),
  route('getAttachment GET {message}/attachments/{id}',               'messages.READ',   reads.getAttachment),
  route('upload POST /messages/attachments',                          'messages.CREATE', upload),
  route('compose POST /messages',                                     'messages.CREATE', compose),
  route('answer POST /messages/{id}',                                 'messages.CREATE', answer),
  route('updateMessages PUT /updatemessage',                          'messages.UPDATE', updateMessages),
  route('updateThreads PUT /updatethread',                            'messages.UPDATE', updateThreads),
  route('deleteMessage DELETE {message}',                             'messages.DELETE', deleteMessage),
];
