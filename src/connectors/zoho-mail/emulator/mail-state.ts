import type { Correspondent, Mail, MailBox } from '../../../emulation/world/mail-records.ts';

/** A file of a mail, or one that waits to be attached. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A mail as the emulated mailbox keeps it. */
export interface StoredMail {
  readonly id: string;
  folderId: string;
  readonly threadId: string;
  readonly from: Correspondent;
  readonly to: readonly Correspondent[];
  readonly cc: readonly Correspondent[];
  readonly bcc: readonly Correspondent[];
  readonly subject: string;
  /** HTML; what was sent as text is wrapped. */
  readonly content: string;
  readonly atMs: number;
  isRead: boolean;
  flag: string;
  labels: Set<string>;
  readonly files: readonly StoredFile[];
  readonly headerId: string;
  readonly references: readonly string[];
  isArchived: boolean;
}

export interface StoredFolder {
  readonly id: string;
  name: string;
  readonly type: string;
  readonly parentId: string | undefined;
}

export interface StoredLabel {
  readonly id: string;
  name: string;
  color: string;
}

const PREFIX = '2560636000000';

/** The folders that every account has, and some of its own. */
// biome-ignore format: a table is read in columns
const FOLDERS: readonly (readonly [suffix: string, name: string, type: string, parent?: string])[] = [
  ['008014', 'Inbox', 'Inbox'], ['008010', 'Drafts', 'Drafts'], ['008011', 'Templates', 'Templates'], ['008012', 'Snoozed', 'Snoozed'],
  ['008018', 'Sent', 'Sent'], ['008015', 'Spam', 'Spam'], ['008016', 'Trash', 'Trash'], ['008020', 'Outbox', 'Outbox'],
  ['008021', 'Orders', 'Inbox', '008014'], ['008023', 'Newsletters', 'Inbox'], ['008022', 'Old campaigns', 'Inbox'],
];

const BOXES: Readonly<Record<MailBox, string>> = {
  inbox: '008014',
  orders: '008021',
  newsletters: '008023',
  sent: '008018',
  drafts: '008010',
  spam: '008015',
  trash: '008016',
};

/** Everything in the mailbox; what is written stays in the instance. */
export class MailState {
  readonly accountId = '2560636000000008002';
  readonly address: string;
  /** Addresses that a mail may come from. */
  readonly senders: readonly Correspondent[];
  readonly folders: StoredFolder[];
  readonly labels: StoredLabel[];
  readonly uploads = new Map<string, StoredFile>();
  #mails: StoredMail[];
  #counter = 500_000;

  constructor(mails: readonly Mail[], shop: Correspondent) {
    this.address = shop.address;
    this.senders = [shop, { name: `${shop.name}, orders`, address: shop.address.replace(/^[^@]+/, 'orders') }];
    this.folders = FOLDERS.map(([suffix, name, type, parent]) => ({
      id: PREFIX + suffix,
      name,
      type,
      parentId: parent && PREFIX + parent,
    }));
    this.labels = [
      { id: `${PREFIX}009001`, name: 'Refund', color: '#CC3300' },
      { id: `${PREFIX}009002`, name: 'Supplier', color: '#336699' },
      { id: `${PREFIX}009003`, name: 'Old campaign', color: '#999999' },
    ];
    this.#mails = stored(mails, this.labels);
  }

  /** Newest first. */
  get mails(): readonly StoredMail[] {
    return this.#mails;
  }

  mail(id: string): StoredMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  add(mail: StoredMail): void {
    this.#mails = [mail, ...this.#mails].sort((one, other) => other.atMs - one.atMs);
  }

  remove(mail: StoredMail): void {
    this.#mails = this.#mails.filter((other) => other !== mail);
  }

  folderOfType(type: string): string {
    return this.folders.find((folder) => folder.type === type)?.id ?? '';
  }

  pathOf({ name, parentId }: StoredFolder): string {
    const parent = this.folders.find(({ id }) => id === parentId);
    return `${parent ? this.pathOf(parent) : ''}/${name}`;
  }

  /** A number that nothing has yet. */
  nextNumber(): number {
    return ++this.#counter;
  }

  nextId(): string {
    return `${PREFIX}${this.nextNumber()}`;
  }
}

/** An id of Zoho tells the millisecond, and is larger than a double holds. */
export function messageIdAt(atMs: number, number: number): string {
  return `${atMs}${String(number).padStart(6, '0')}`;
}

function stored(mails: readonly Mail[], labels: readonly StoredLabel[]): StoredMail[] {
  const threads = new Map<string, string>();
  const references = new Map<string, readonly string[]>();
  return mails
    .map((mail): StoredMail => {
      const id = mail.isKeepsake
        ? `1753000000000${String(100_000 + mail.number)}`
        : messageIdAt(mail.atMs, 200_000 + mail.number);
      if (!threads.has(mail.thread)) threads.set(mail.thread, id);
      const before = mail.answers === undefined ? [] : [...(references.get(mail.answers) ?? []), mail.answers];
      references.set(mail.headerId, before);
      const label = labels.find(({ name }) => name === mail.label);
      return {
        id,
        folderId: PREFIX + BOXES[mail.box],
        threadId: threads.get(mail.thread) ?? id,
        from: mail.from,
        to: mail.to,
        cc: mail.cc,
        bcc: [],
        subject: mail.subject,
        content: mail.html ?? asHtml(mail.text ?? ''),
        atMs: mail.atMs,
        isRead: mail.isRead,
        flag: mail.flag ?? 'flag_not_set',
        labels: new Set(label ? [label.id] : []),
        files: mail.files.map(({ name, base64 }, index) => ({
          id: `138000000000${String(100_000 + mail.number)}${index === 0 ? '' : index}`,
          name,
          bytes: Buffer.from(base64, 'base64'),
        })),
        headerId: mail.headerId,
        references: before,
        isArchived: false,
      };
    })
    .reverse();
}

/** How Zoho gives what was written as text. */
export function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div>${escaped.replaceAll('\n', '<br />')}</div>`;
}
