import type { FileResource } from '../../gateway/gateway.ts';
import { membersOf } from './reply.ts';

/**
 * A file as the `contents` of `resources/read`, a page of it at a time: text that is text as `text`, everything else as
 * `blob` in base64 (server/resources, ResourceContents). It is JSON, to stand between the braces of a result.
 */
export async function* fileContents({ uri, mimeType, file }: FileResource): AsyncIterable<Buffer> {
  yield Buffer.from(`"contents":[{${membersOf({ uri, mimeType })},"${file.isText ? 'text' : 'blob'}":"`);
  yield* file.isText ? textOf(file.pages()) : base64Of(file.pages());
  yield Buffer.from('"}]');
}

async function* textOf(pages: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // A character may begin on one page and end on the next.
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for await (const page of pages) yield inString(utf8.decode(page, { stream: true }));
  yield inString(utf8.decode());
}

/** Text as it stands in a string of JSON. */
function inString(text: string): Buffer {
  return Buffer.from(JSON.stringify(text).slice(1, -1));
}

/** A page has a multiple of three bytes, but for the last, so that their base64 is that of the whole. */
async function* base64Of(pages: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  for await (const page of pages) yield Buffer.from(page.toString('base64'), 'latin1');
}
