import type { Correspondent } from '../../../emulation/world/mail-records.ts';
import type { WireReply } from '../../../kernel/wire.ts';
import { bodyOf, type Exchange } from './exchange.ts';
import { asHtml, messageIdAt, type StoredFile, type StoredMail } from './mail-state.ts';
import { extraKeyRefusal, patternRefusal, refusal, success } from './replies.ts';

const TEXT = /^[\s\S]*$/;
const ADDRESSES = /^[^\r\n]{0,20000}$/;

// biome-ignore format: a table is read in columns
const KEYS: ReadonlyMap<string, RegExp> = new Map([
  ['fromAddress', ADDRESSES], ['toAddress', ADDRESSES], ['ccAddress', ADDRESSES], ['bccAddress', ADDRESSES], ['subject', /^[^\r\n]{0,1000}$/],
  ['content', TEXT], ['mailFormat', /^(html|plaintext)$/], ['askReceipt', /^(yes|no)$/], ['encoding', /^[A-Za-z0-9_-]+$/],
  ['mode', /^(draft|template)$/], ['inReplyTo', /^<[^<>\s]+>$/], ['refHeader', /^(<[^<>\s]+>\s?)+$/], ['isSchedule', /^(true|false)$/],
  ['scheduleType', /^[1-6]$/], ['timeZone', /^[A-Za-z_/+-]+$/], ['scheduleTime', /^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/],
]);

/** `POST /messages`: without `mode` the mail goes out. */
export function compose(exchange: Exchange): WireReply {
  return composed(exchange, undefined);
}

/** `POST /messages/{id}`: a reply. The action `forward` is known and never works. */
export function answer(exchange: Exchange): WireReply {
  const body = bodyOf(exchange);
  const action = String(body?.action);
  if (!/^(reply|replyall|forward)$/.test(action)) return patternRefusal('action');
  const answered = exchange.state.mail(exchange.ids[0] ?? '');
  if (!answered) return refusal(404, 'INVALID_MESSAGE', 'Invalid message id');
  return composed(exchange, answered, action === 'forward');
}

function composed(exchange: Exchange, answered: StoredMail | undefined, isForward = false): WireReply {
  const { state } = exchange;
  const body = bodyOf(exchange);
  if (!body) return refusal(400, 'JSON_PARSE_ERROR', 'Invalid JSON');
  const refused = checkKeys(body, answered !== undefined);
  if (refused) return refused;
  if (isForward) return refusal(500);
  const text = (name: string) => (body[name] === undefined ? undefined : String(body[name]));
  const sender = state.senders.find(({ address }) => address === text('fromAddress'));
  if (!sender) return refusal(400, 'INVALID_FROM_ADDRESS', 'Given from address not exists');
  const isKept = text('mode') !== undefined;
  const to = correspondents(text('toAddress'));
  if (!to || (to.length === 0 && !isKept)) return patternRefusal('toAddress');
  const files = filesOf(exchange, body.attachments);
  if (!files) return refusal(400, 'INVALID_ATTACHMENT', 'Attachment not found');
  const isScheduled = body.isSchedule === true;
  if (isScheduled && !isSchedulable(exchange, text)) return patternRefusal('scheduleTime');
  const folder = text('mode') === 'template' ? 'Templates' : isKept ? 'Drafts' : isScheduled ? 'Outbox' : 'Sent';
  const mail = stored(exchange, {
    folderId: state.folderOfType(folder),
    from: sender,
    to,
    cc: correspondents(text('ccAddress')) ?? [],
    bcc: correspondents(text('bccAddress')) ?? [],
    subject: text('subject') ?? '',
    content: text('mailFormat') === 'plaintext' ? asHtml(text('content') ?? '') : (text('content') ?? ''),
    files,
    answered: answered ?? state.mails.find(({ headerId }) => headerId === text('inReplyTo')),
    references: (text('refHeader') ?? '').split(/\s+/).filter((id) => id !== ''),
  });
  state.add(mail);
  const said = { subject: mail.subject, fromAddress: sender.address, toAddress: text('toAddress') ?? '' };
  return success(isScheduled ? said : { ...said, messageId: mail.id });
}

function checkKeys(body: Readonly<Record<string, unknown>>, isAnswer: boolean): WireReply | undefined {
  for (const [key, value] of Object.entries(body)) {
    if (key === 'attachments' || (key === 'action' && isAnswer)) continue;
    const pattern = KEYS.get(key);
    if (!pattern) return extraKeyRefusal(key);
    if (!['string', 'boolean', 'number'].includes(typeof value) || !pattern.test(String(value)))
      return patternRefusal(key);
  }
  return undefined;
}

/** `undefined` where the text holds something that is no address. */
function correspondents(text: string | undefined): Correspondent[] | undefined {
  const parts = (text ?? '').split(',').filter((part) => part.trim() !== '');
  const found = parts.map((part) => /^\s*(?:"?([^"<]*)"?\s*<)?([^<>\s@]+@[^<>\s@]+)>?\s*$/.exec(part));
  if (found.some((match) => match === null)) return undefined;
  return found.map((match) => ({ name: match?.[1]?.trim() || undefined, address: match?.[2] ?? '' }));
}

function filesOf({ state }: Exchange, attachments: unknown): StoredFile[] | undefined {
  if (attachments === undefined) return [];
  if (!Array.isArray(attachments)) return undefined;
  const files = attachments.map((named: Record<string, unknown>) => {
    const file = state.uploads.get(String(named.storeName));
    return file && named.attachmentPath === pathOf(file) && named.attachmentName === file.name ? file : undefined;
  });
  return files.every((file) => file !== undefined) ? (files as StoredFile[]) : undefined;
}

/** What an upload is called afterwards. */
export function pathOf({ id, name }: StoredFile): string {
  return `/Mail/${id}-${name}`;
}

/** Every scheduled mail needs a time zone; its date is read with the day first, whatever the pages say. */
function isSchedulable({ nowMs }: Exchange, text: (name: string) => string | undefined): boolean {
  const [, day, month, year, time] = /^(\d{2})\/(\d{2})\/(\d{4}) (.*)$/.exec(text('scheduleTime') ?? '') ?? [];
  const atMs = Date.parse(`${year}-${month}-${day}T${time}Z`);
  try {
    new Intl.DateTimeFormat('en', { timeZone: text('timeZone') ?? 'none' });
  } catch {
    return false;
  }
  return text('scheduleType') === '6' && atMs > nowMs;
}

type Parts = Pick<StoredMail, 'folderId' | 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'content' | 'references'> & {
  readonly files: readonly StoredFile[];
  readonly answered: StoredMail | undefined;
};

function stored({ state, nowMs }: Exchange, { answered, files, references, ...parts }: Parts): StoredMail {
  const number = state.nextNumber();
  const id = messageIdAt(nowMs, number);
  const before = answered ? [...answered.references, answered.headerId] : references;
  return {
    ...parts,
    id,
    threadId: answered?.threadId ?? id,
    atMs: nowMs,
    isRead: true,
    flag: 'flag_not_set',
    labels: new Set(),
    files: files.map((file, index) => ({ ...file, id: `138${id.slice(-13)}${index}` })),
    headerId: `<${id}@larkmoor-tea.example>`,
    references: before,
    isArchived: false,
  };
}
