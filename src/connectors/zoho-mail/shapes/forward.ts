import { PlatformError } from '../../../kernel/errors.ts';
import { assertFits } from '../input/mail-size.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { lineOrNothing } from '../text/shown-text.ts';
import { shownParty, toParties } from './addresses.ts';
import { type AttachedFile, bodyOf, filesOf, type Place, pathOf } from './body.ts';
import { isSet, receivedMs, senderOf, type ZohoMessageRow } from './message.ts';

/** Each file of a forward is fetched and handed over again, which takes two requests of the few that a minute has. */
export const FORWARD_FILES_MAX = 3;
const FORWARD_BYTES_MAX = 20 * 1024 * 1024;

/** What of a forwarded message becomes part of the new one. */
interface Forward {
  readonly content: string;
  readonly files: readonly Awaited<ReturnType<ZohoUpstream['upload']>>[];
}

/**
 * Composes a forward: our text, who wrote what when, and the original as it is. Zoho takes the action `forward` and
 * answers it with status 500, so nobody but us can.
 */
export async function forwardOf(
  upstream: ZohoUpstream,
  place: Place,
  message: ZohoMessageRow,
  { body, html, ownBytes }: { readonly body: string; readonly html: boolean; readonly ownBytes: number },
): Promise<Forward> {
  const attached = isSet(message.hasAttachment) ? await filesOf(upstream, place) : [];
  const bytes = checkFiles(attached);
  const original = await bodyOf(upstream, place);
  assertFits(ownBytes + bytes + Buffer.byteLength(original), 'answers.how');
  const files: Forward['files'][number][] = [];
  for (const { id, name } of attached) {
    const bytes = await upstream.file(`${pathOf(place)}/attachments/${id}`);
    files.push(await upstream.upload(sendableName(name), bytes));
  }
  const own = html ? body : `<div>${escaped(body).replaceAll('\n', '<br>')}</div>`;
  return { content: `${own}<br>${headOf(message)}<blockquote>${original}</blockquote>`, files };
}

/** Gives their bytes, as far as Zoho tells. */
function checkFiles(attached: readonly AttachedFile[]): number {
  const bytes = attached.reduce((sum, { size }) => sum + (size ?? 0), 0);
  if (attached.length <= FORWARD_FILES_MAX && bytes <= FORWARD_BYTES_MAX) return bytes;
  throw new PlatformError(
    'invalid_input',
    `The message has ${attached.length} files; a forward takes ${FORWARD_FILES_MAX} of 20 MB together. Forward it in Zoho, or send a mail of your own.`,
    { issues: [{ path: 'answers.how', message: 'It has too many files to be forwarded.' }], sent: 'no' },
  );
}

function headOf(message: ZohoMessageRow): string {
  const sender = senderOf(message);
  const ms = receivedMs(message);
  const lines: [string, string | undefined][] = [
    ['From', sender && shownParty(sender)],
    ['Date', ms === undefined ? undefined : new Date(ms).toUTCString()],
    ['Subject', lineOrNothing(message.subject)],
    ['To', toParties(message.toAddress).map(shownParty).join(', ') || undefined],
  ];
  const told = lines.filter(([, value]) => value !== undefined).map(([name, value]) => escaped(`${name}: ${value}`));
  return `<div>---------- Forwarded message ----------<br>${told.join('<br>')}</div>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A stranger chose the name; it goes into a header of our request. */
function sendableName(name: string): string {
  return name.replace(/["\\/:*?<>|\p{Cc}]/gu, '_').slice(0, 150);
}
