import type { ChannelRequest } from '../../../kernel/connector.ts';
import { PlatformError } from '../../../kernel/errors.ts';

/** Whether a mail is to stay in Drafts or to leave. At Zoho the two are one request, and only `mode` tells them apart. */
export type Intent = 'draft' | 'send';

/** What a mail may hold, in Zoho's words. `mode` is not among them: the intent sets it. */
export interface Composition {
  readonly fromAddress: string;
  readonly toAddress?: string;
  readonly ccAddress?: string;
  readonly bccAddress?: string;
  readonly subject: string;
  readonly content: string;
  readonly mailFormat: 'html' | 'plaintext';
  readonly askReceipt?: 'yes' | 'no';
  readonly attachments?: readonly {
    readonly storeName: string;
    readonly attachmentPath: string;
    readonly attachmentName: string;
  }[];
  /** Message-ID of what a draft answers. */
  readonly inReplyTo?: string;
  readonly refHeader?: string;
  readonly action?: 'reply';
  readonly isSchedule?: boolean;
  readonly scheduleType?: 6;
  readonly timeZone?: string;
  readonly scheduleTime?: string;
}

const FIELDS = [
  'fromAddress',
  'toAddress',
  'ccAddress',
  'bccAddress',
  'subject',
  'content',
  'mailFormat',
  'askReceipt',
  'attachments',
  'inReplyTo',
  'refHeader',
  'action',
  'isSchedule',
  'scheduleType',
  'timeZone',
  'scheduleTime',
] as const satisfies readonly (keyof Composition)[];

/** Where mails are composed: `/messages`, and `/messages/{id}` for an answer. Uploads lie below it. */
const COMPOSING = /^\/api\/accounts\/[^/]+\/messages(\/[0-9]+)?\/?(\?.*)?$/;

/** Fields are taken over one by one, so that nothing else of the object can reach the wire. */
export function composedBody(intent: Intent, composition: Composition): string {
  const body: Record<string, unknown> = Object.create(null);
  for (const field of FIELDS) if (Object.hasOwn(composition, field)) body[field] = composition[field];
  if (intent === 'draft') body.mode = 'draft';
  return JSON.stringify(body);
}

/**
 * The last look before a request leaves: what can deliver a mail is let through only as the mail that it was meant to be.
 * It reads the bytes that go out, not what they were made of. Throws when a draft would be delivered, when a mail to send
 * would stay in Drafts, and when a mail would be composed by a request that says nothing of its intent.
 */
export function assertIntent(request: ChannelRequest, intent: Intent | undefined): void {
  const composes = request.method !== 'GET' && COMPOSING.test(request.path) && request.method === 'POST';
  if (!composes) {
    if (intent !== undefined) throw broken('A mail was to be composed at an address that composes none.');
    return;
  }
  if (intent === undefined) throw broken('A request that can deliver mail did not say whether it is a draft.');
  const mode = modeOf(request.body);
  if (intent === 'draft' && mode !== 'draft') throw broken('A draft was about to be delivered.');
  if (intent === 'send' && mode !== undefined) throw broken('A mail to be sent was about to stay in Drafts.');
}

function modeOf(body: ChannelRequest['body']): unknown {
  if (typeof body !== 'string') return null;
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null) return null;
  return Object.hasOwn(parsed, 'mode') ? (parsed as { mode: unknown }).mode : undefined;
}

function broken(why: string): PlatformError {
  return new PlatformError('internal', `${why} Nothing was sent; this is a fault of the platform.`, { sent: 'no' });
}
