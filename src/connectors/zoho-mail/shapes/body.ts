import { z } from 'zod';
import { ZohoId } from '../protocol/ids.ts';
import type { ZohoUpstream } from '../protocol/upstream.ts';
import { htmlToText } from '../text/html-to-text.ts';
import { shownLine, shownText } from '../text/shown-text.ts';

/** Where a message lies; most of Zoho's addresses want both. */
export interface Place {
  readonly folderId: string;
  readonly messageId: string;
}

const ZohoContent = z.object({ content: z.string().nullish() });
const ZohoHeaders = z.object({
  headerContent: z.union([z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))]),
});
const ZohoFiles = z.object({
  attachments: z
    .array(
      z.object({
        attachmentId: ZohoId,
        attachmentName: z.string().nullish(),
        attachmentSize: z.union([z.number(), z.string()]).nullish(),
      }),
    )
    .nullish(),
});

/** More of a body than this is not read through: it would keep everybody else waiting. */
const HTML_MAX = 500_000;
/** What of a long text one answer holds. */
export const TEXT_MAX = 20_000;

export function pathOf({ folderId, messageId }: Place): string {
  return `/folders/${folderId}/messages/${messageId}`;
}

/** The body as it was written, quoted mails included. */
export async function bodyOf(upstream: ZohoUpstream, place: Place): Promise<string> {
  const query = { includeBlockContent: true };
  return (await upstream.ask(`${pathOf(place)}/content`, ZohoContent, query)).content ?? '';
}

/** A body as its reader sees it, and whether it was too long to be read whole. */
export function readable(body: string): { readonly text: string; readonly isCut: boolean } {
  return { text: htmlToText(body.slice(0, HTML_MAX)), isCut: body.length > HTML_MAX };
}

/** The headers as lines, in the order in which they came. */
export async function headersOf(upstream: ZohoUpstream, place: Place): Promise<string> {
  const { headerContent } = await upstream.ask(`${pathOf(place)}/header`, ZohoHeaders);
  if (typeof headerContent === 'string') return shownText(headerContent);
  return Object.entries(headerContent)
    .flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`))
    .map(shownText)
    .join('\n');
}

/** Gives one header's value, continuation lines joined; `undefined` where there is none. */
export function headerNamed(headers: string, name: string): string | undefined {
  const unfolded = headers.replace(/\n[ \t]+/g, ' ');
  const line = unfolded.split('\n').find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() || undefined;
}

/** The whole source of a message. Zoho asks for no folder here. */
export async function sourceOf(upstream: ZohoUpstream, { messageId }: Place): Promise<string> {
  return (await upstream.ask(`/messages/${messageId}/originalmessage`, ZohoContent)).content ?? '';
}

/** A file of a message. */
export interface AttachedFile {
  readonly id: string;
  readonly name: string;
  readonly size: number | undefined;
}

export async function filesOf(upstream: ZohoUpstream, place: Place): Promise<AttachedFile[]> {
  const { attachments } = await upstream.ask(`${pathOf(place)}/attachmentinfo`, ZohoFiles);
  return (attachments ?? []).map(({ attachmentId, attachmentName, attachmentSize }) => {
    const size = Number(attachmentSize ?? Number.NaN);
    return {
      id: attachmentId,
      name: shownLine(attachmentName ?? '') || 'unnamed',
      size: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    };
  });
}

/** A stretch of a long text, never ending within a character, and where it goes on. */
export function stretch(
  text: string,
  offset: number,
): { readonly part: string; readonly nextOffset: number | undefined } {
  let end = Math.min(text.length, offset + TEXT_MAX);
  const last = text.charCodeAt(end - 1);
  if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
  return { part: text.slice(offset, end), nextOffset: end < text.length ? end : undefined };
}
