import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { fileContents } from './file-contents.ts';

async function contentsOf(isText: boolean, ...pages: Buffer[]) {
  const uri = 'mcp-platform://results/1/file';
  const file = {
    uri,
    name: 'a',
    mimeType: 'text/plain',
    isText,
    bytes: 0,
    expiresAt: 0,
    async *pages() {
      yield* pages;
    },
  };
  return JSON.parse(`{${await text(fileContents({ uri, mimeType: file.mimeType, file }))}}`).contents;
}

describe('a file as contents', () => {
  it('is base64 of the whole, whatever page ends where', async () => {
    const bytes = Buffer.from(Array.from({ length: 40 }, (_, at) => (at * 37) & 0xff));

    const contents = await contentsOf(false, bytes.subarray(0, 12), bytes.subarray(12, 36), bytes.subarray(36));

    expect(contents).toEqual([
      { uri: 'mcp-platform://results/1/file', mimeType: 'text/plain', blob: bytes.toString('base64') },
    ]);
  });

  it('is its text, characters that two pages share included', async () => {
    const said = 'Größe: "10\\20"\n\t👩‍👩‍👧 你好\u2028end';
    const bytes = Buffer.from(said);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(await contentsOf(true, bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([
        { uri: 'mcp-platform://results/1/file', mimeType: 'text/plain', text: said },
      ]);
    }
  });

  it('of nothing is an empty text', async () => {
    expect(await contentsOf(true)).toMatchObject([{ text: '' }]);
  });
});
