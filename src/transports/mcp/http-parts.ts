import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './reply.ts';

/**
 * Sends an answer a part at a time, each made when the client has taken the one before. Its length is not known
 * beforehand: one that breaks off in the middle ends without its last chunk, which clients tell from a whole one. Rejects
 * with what broke it off; a client who leaves breaks nothing.
 */
export async function sendParts(
  response: ServerResponse,
  { status, head, tail }: Reply,
  body: AsyncIterable<Buffer>,
  headers: string[],
): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(status, headers);
  try {
    await pipeline(Readable.from(partsOf(head, body, tail.utf8), { objectMode: false }), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

async function* partsOf(head: string, body: AsyncIterable<Buffer>, tail: Buffer): AsyncIterable<Buffer> {
  yield Buffer.from(head, 'latin1');
  yield* body;
  yield tail;
}
