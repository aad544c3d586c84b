import { z } from 'zod';
import { defineTool } from '../../define.ts';
import { cursorField, limitField, nextCursorField, nextCursorOf, PageInfo } from '../input/paging.ts';
import { lineField } from '../input/plain-text.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { FILE, FILE_COST, FileEntry, ShopifyFile, toFileEntry } from '../shapes/file.ts';

export const listFilesQuery = defineQuery(
  `query ListFiles($first: Int!, $after: String, $query: String) {
    files(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
      nodes { ${FILE} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ files: z.object({ nodes: z.array(ShopifyFile), pageInfo: PageInfo }) }),
);

/** `shopify_list_files`: a page of the files of the shop, newest first. */
export const listFiles = defineTool({
  name: 'shopify_list_files',
  title: 'List files',
  description:
    'Lists the files of the Shopify shop (pictures, films, documents), newest first, with address, alternative text and status. Use it to find a file, or to see whether one that was added is ready.',
  effect: 'read',
  permission: 'shopify.files.read',
  scopes: ['read_files'],
  input: z.object({
    text: lineField(200, 'Words in the file name.').optional(),
    type: z.enum(['image', 'video', 'file']).optional().describe('Only of this type.'),
    limit: limitField('files', 100, 50),
    cursor: cursorField('files', 'nextCursor'),
  }),
  output: z.object({
    files: z.array(FileEntry).describe('The files.'),
    nextCursor: nextCursorField('files', 'cursor'),
  }),
  list: 'files',
  cost: ({ limit }) => 2 + limit * FILE_COST,
  examples: [
    { title: 'The newest files', input: { limit: 10 } },
    { title: 'Pictures by name', input: { text: 'earl', type: 'image' } },
  ],

  async run({ text, type, limit, cursor }, upstream: ShopifyUpstream) {
    const { data } = await upstream.query(listFilesQuery, {
      first: limit,
      after: cursor,
      query: toSearchString([
        { argument: 'text', field: 'filename', value: text },
        { argument: 'type', field: 'media_type', value: type?.toUpperCase() },
      ]),
    });
    return { files: data.files.nodes.map(toFileEntry), nextCursor: nextCursorOf(data.files.pageInfo) };
  },
});
