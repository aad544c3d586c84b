import type { Correspondent } from '../../../emulation/world/mail-records.ts';
import type { MailState, StoredFolder, StoredMail } from './mail-state.ts';

/** The mailbox's own offset, by which `sentDateInGMT` is wrong. */
const OFFSET_MS = 7 * 3_600_000;

/** HTML references, as Zoho leaves them in subjects, summaries and addresses. */
function referenced(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function parties(list: readonly Correspondent[]): string {
  if (list.length === 0) return 'Not Provided';
  return list.map(({ name, address }) => referenced(name === undefined ? address : `"${name}"<${address}>`)).join(',');
}

/** A row of a list: texts throughout, and keys that come and go. */
export function rowView(state: MailState, mail: StoredMail): Record<string, unknown> {
  const threadCount = state.mails.filter(({ threadId }) => threadId === mail.threadId).length;
  return {
    summary: referenced(summaryOf(mail.content)),
    sentDateInGMT: String(mail.atMs + OFFSET_MS),
    calendarType: 0,
    subject: referenced(mail.subject),
    messageId: mail.id,
    flagid: mail.flag,
    status2: '0',
    priority: '3',
    hasInline: 'false',
    ...(mail.to.length > 0 && { toAddress: parties(mail.to) }),
    folderId: mail.folderId,
    ccAddress: parties(mail.cc),
    ...(threadCount > 1 && { threadId: mail.threadId, threadCount: String(threadCount) }),
    ...(mail.labels.size > 0 && { labelId: [...mail.labels] }),
    hasAttachment: mail.files.length > 0 ? '1' : '0',
    size: String(mail.content.length + mail.files.reduce((sum, { bytes }) => sum + bytes.length, 0)),
    sender: mail.from.name === undefined ? mail.from.address : referenced(mail.from.name),
    receivedTime: String(mail.atMs),
    fromAddress: referenced(mail.from.address),
    status: mail.isRead ? '1' : '0',
  };
}

/** The details of one message: a row with what lists leave out. */
export function detailsView(state: MailState, mail: StoredMail): Record<string, unknown> {
  return { ...rowView(state, mail), ...(mail.bcc.length > 0 && { bccAddress: parties(mail.bcc) }) };
}

function summaryOf(content: string): string {
  return content
    .replace(/<(script|style|title)[\s\S]*?<\/\1>|<!--[\s\S]*?-->/g, '')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
}

export function folderView(state: MailState, folder: StoredFolder): Record<string, unknown> {
  return {
    path: state.pathOf(folder),
    folderName: folder.name,
    folderType: folder.type,
    folderId: folder.id,
    isArchived: 0,
    imapAccess: true,
    // The neighbour in the list, which is easily taken for the parent.
    previousFolderId: state.folders[Math.max(0, state.folders.indexOf(folder) - 1)]?.id,
    ...(folder.parentId && { parentFolderId: folder.parentId }),
  };
}

export function accountView(state: MailState): Record<string, unknown> {
  return {
    accountId: state.accountId,
    accountDisplayName: 'Larkmoor Tea',
    primaryEmailAddress: state.address,
    mailboxAddress: state.address,
    isDefaultAccount: true,
    incomingBlocked: false,
    type: 'ZOHO_ACCOUNT',
    timeZone: 'Europe/Dublin',
    emailAddress: state.senders.map(({ address }, index) => ({
      mailId: address,
      isPrimary: index === 0,
      isAlias: index > 0,
      isConfirmed: true,
    })),
    sendMailDetails: state.senders.map(({ name, address }, index) => ({
      sendMailId: `${state.accountId}${index}`,
      displayName: name,
      fromAddress: address,
      mode: index === 0 ? 'mailbox' : 'alias',
      status: true,
    })),
  };
}

/** The headers of a message (RFC 5322), with a long one folded. */
export function headersView(mail: StoredMail): string {
  const written = (list: readonly Correspondent[]) =>
    list.map(({ name, address }) => (name === undefined ? address : `"${name}" <${address}>`)).join(', ');
  const lines = [
    `Received: from mx.example by mx.zoho.example; ${new Date(mail.atMs).toUTCString()}`,
    `From: ${written([mail.from])}`,
    `To: ${written(mail.to)}`,
    ...(mail.cc.length > 0 ? [`Cc: ${written(mail.cc)}`] : []),
    `Subject: ${mail.subject}`,
    `Date: ${new Date(mail.atMs).toUTCString()}`,
    `Message-ID: ${mail.headerId}`,
    ...(mail.references.length > 0
      ? [`In-Reply-To: ${mail.references.at(-1)}`, `References: ${mail.references.join('\r\n ')}`]
      : []),
    'MIME-Version: 1.0',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The whole source of a message, files included. */
export function sourceView(mail: StoredMail): string {
  const boundary = `part.${mail.id}`;
  const body = ['Content-Type: text/html; charset=UTF-8', '', mail.content].join('\r\n');
  const files = mail.files.map(({ name, bytes }) =>
    [
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      Buffer.from(bytes).toString('base64'),
    ].join('\r\n'),
  );
  const parts = [body, ...files].map((part) => `--${boundary}\r\n${part}\r\n`).join('');
  return `${headersView(mail)}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts}--${boundary}--\r\n`;
}
