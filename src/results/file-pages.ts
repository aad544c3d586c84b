import { PlatformError } from '../kernel/errors.ts';
import type { MediaType } from './media-type.ts';

/** Bytes of a file on one page: a multiple of three, so that the base64 of its pages is the base64 of the file. */
export const FILE_PAGE_BYTES = 196_608;

/** What a file is called and is. */
export interface FileFacts extends MediaType {
  readonly name: string;
}

/** A file that is kept for its owner. */
export interface KeptFile extends FileFacts {
  /** `mcp-platform://results/{id}/file` */
  readonly uri: string;
  readonly bytes: number;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** A file that its owner reads. */
export interface OpenedFile extends KeptFile {
  /** Its bytes, a page of `FILE_PAGE_BYTES` at a time, each fetched when it is asked for: nobody has to hold the whole. */
  pages(): AsyncIterable<Buffer>;
}

/** How many pages a file of so many bytes has. */
export function pagesOf(bytes: number): number {
  return Math.ceil(bytes / FILE_PAGE_BYTES);
}

/** Seals a file page by page, each when it is asked for. */
export function* sealedPages(bytes: Uint8Array, seal: (part: Uint8Array, page: number) => string): Iterable<string> {
  for (let page = 1; page <= pagesOf(bytes.length); page += 1) {
    yield seal(bytes.subarray((page - 1) * FILE_PAGE_BYTES, page * FILE_PAGE_BYTES), page);
  }
}

/** Opens a file page by page. Throws `not_found` when it has gone meanwhile. */
export async function* openedPages(
  pages: number,
  open: (page: number) => Promise<Buffer | undefined>,
): AsyncIterable<Buffer> {
  for (let page = 1; page <= pages; page += 1) {
    // A database in the process answers at once: others would not come in between.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    const bytes = await open(page);
    if (bytes === undefined) throw new PlatformError('not_found', 'The file expired while it was being read.');
    yield bytes;
  }
}
