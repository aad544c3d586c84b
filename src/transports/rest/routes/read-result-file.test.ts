import { describe, expect, it } from 'vitest';
import type { FileResource } from '../../../gateway/gateway.ts';
import { silentLog } from '../../../kernel/log.ts';
import type { Principal } from '../../../kernel/principal.ts';
import { createRestApp } from '../app.ts';
import { readResultFileRoute } from './read-result-file.ts';

const ID = '01999999-0000-7000-8000-000000000001';
const PAGE = Buffer.alloc(200_000, 'x');

/** Serves a file of two pages; what its pages are made by is given. */
async function serve(pages: () => AsyncIterable<Buffer>, more: object = {}) {
  const file = {
    uri: `mcp-platform://results/${ID}/file`,
    name: 'a.bin',
    mimeType: 'image/png',
    isText: false,
    bytes: 2 * PAGE.length,
    expiresAt: 0,
    pages,
    ...more,
  };
  const readResource = async (_: unknown, uri: string): Promise<FileResource> => ({
    uri,
    mimeType: file.mimeType,
    file,
  });
  const app = await createRestApp({
    routes: [readResultFileRoute({ readResource })],
    signIn: () => ({ id: 'a' }) as Principal,
    limits: { bodyBytes: 1_000, jsonDepth: 8 },
    log: silentLog,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { path: `${url}/api/v1/results/${ID}/file`, [Symbol.asyncDispose]: async () => void (await app.close()) };
}

describe('GET /api/v1/results/{id}/file', () => {
  it('gives the pages one after another, with the length of the whole', async () => {
    await using server = await serve(async function* () {
      yield PAGE;
      yield PAGE;
    });

    const answer = await fetch(server.path);

    expect((await answer.arrayBuffer()).byteLength).toBe(2 * PAGE.length);
    expect(answer.headers.get('content-length')).toBe(String(2 * PAGE.length));
    expect(answer.headers.get('content-type')).toBe('image/png');
  });

  it('is not taken for whole when a page is gone, and the next request is answered', async () => {
    let isBroken = true;
    await using server = await serve(async function* () {
      yield PAGE;
      if (isBroken) throw new Error('The page is gone.');
      yield PAGE;
    });

    await expect(fetch(server.path).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    isBroken = false;

    expect((await (await fetch(server.path)).arrayBuffer()).byteLength).toBe(2 * PAGE.length);
  });

  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'text/javascript'])(
    'of %s comes without its type',
    async (mimeType) => {
      await using server = await serve(
        async function* () {
          yield PAGE;
          yield PAGE;
        },
        { mimeType, isText: true },
      );
      const answer = await fetch(server.path);
      await answer.arrayBuffer();

      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );
});
