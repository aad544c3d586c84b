/** Somebody who writes or gets mail. */
export interface Correspondent {
  readonly name: string | undefined;
  readonly address: string;
}

/** A file that a mail carries: its bytes in base64. */
export interface MailFile {
  readonly name: string;
  readonly base64: string;
}

/** Where a mail lies in the shop's mailbox. */
export type MailBox = 'inbox' | 'orders' | 'newsletters' | 'sent' | 'drafts' | 'spam' | 'trash';

/** One mail of the shop's mailbox. */
export interface Mail {
  /** Counted from 1, in order of time. */
  readonly number: number;
  /** Mails of one conversation have the same. */
  readonly thread: string;
  readonly box: MailBox;
  readonly from: Correspondent;
  readonly to: readonly Correspondent[];
  readonly cc: readonly Correspondent[];
  readonly subject: string;
  /** Exactly one of text and HTML. */
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly atMs: number;
  readonly isRead: boolean;
  readonly flag: 'info' | 'important' | 'followup' | undefined;
  readonly label: 'Refund' | 'Supplier' | undefined;
  readonly files: readonly MailFile[];
  /** `<…@…>` */
  readonly headerId: string;
  /** What it answers, by its `headerId`. */
  readonly answers: string | undefined;
  /** A mail that is the same in every world, so that it can be named in examples. */
  readonly isKeepsake: boolean;
}

/** A mail before it is put in its place among the others. */
export type LooseMail = Pick<Mail, 'thread' | 'box' | 'from' | 'to' | 'subject' | 'atMs'> &
  Partial<Omit<Mail, 'number' | 'headerId' | 'answers'>> & {
    /** The mail of the same thread that it answers, counted from 0. */
    readonly answersTurn?: number;
  };
