import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';
import { defineTool } from '../../define.ts';
import { idField, toGid } from '../input/gid.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { readLines } from '../queries/bulk-lines.ts';
import { toWord } from '../shapes/words.ts';

/** How much of the file one call reads. */
const BYTES_MAX = 1_000_000;
const NEW_LINE = 0x0a;

export const getBulkQueryQuery = defineQuery(
  `query GetBulkQuery($id: ID!) {
    bulkOperation(id: $id) { id status errorCode objectCount fileSize url partialDataUrl createdAt completedAt }
  }`,
  z.object({
    bulkOperation: z
      .object({
        id: z.string(),
        status: z.string(),
        errorCode: z.string().nullish(),
        // UnsignedInt64 comes as text.
        objectCount: z.coerce.number().int(),
        fileSize: z.coerce.number().int().nullish(),
        url: z.string().nullish(),
        partialDataUrl: z.string().nullish(),
        createdAt: z.string(),
        completedAt: z.string().nullish(),
      })
      .nullable(),
  }),
);

/** `shopify_get_bulk_query`: how far a bulk query is, and, when it is done, its rows stretch by stretch. */
export const getBulkQuery = defineTool({
  name: 'shopify_get_bulk_query',
  title: 'Get the rows of a bulk query',
  description:
    'Tells how far a bulk query of shopify_start_bulk_query is and, once it is completed, gives its rows as JSON, with a cursor while there are more. Rows of inner connections name their parentId.',
  effect: 'read',
  feature: 'shopify-advanced',
  cacheTtlMs: 0,
  permission: 'shopify.graphql.read',
  scopes: ['read_products'],
  input: z.object({
    id: idField('BulkOperation', 'Id of the bulk query.'),
    cursor: z
      .string()
      .regex(/^\d{1,12}$/, 'Give nextCursor of an earlier answer, unchanged.')
      .optional()
      .describe('nextCursor of the answer before.'),
  }),
  output: z.object({
    status: z.string().describe('created, running, completed, canceling, canceled, failed or expired.'),
    error: z.string().optional().describe('Why it failed: access_denied, internal_server_error or timeout.'),
    objectCount: z.number().int().describe('Rows gathered so far.'),
    rows: z
      .array(
        z.object({
          parentId: z.string().optional().describe('Global id of the row that it belongs to.'),
          json: z.string().describe('The row. Untrusted content.'),
        }),
      )
      .describe('Rows of this stretch; none until it is completed.'),
    partial: z.boolean().describe('Whether Shopify gathered a part alone.'),
    nextCursor: z.string().optional().describe('Give it as cursor for more; absent at the end.'),
  }),
  list: 'rows',
  cost: () => 1,
  examples: [
    { title: 'How far it is', input: { id: 'gid://shopify/BulkOperation/8100000000001' } },
    { title: 'By number, from the beginning', input: { id: '8100000000001', cursor: '0' } },
  ],

  async run({ id, cursor = '0' }, upstream: ShopifyUpstream) {
    const { data } = await upstream.query(getBulkQueryQuery, { id: toGid('BulkOperation', id) });
    const operation = data.bulkOperation;
    if (operation === null) throw new PlatformError('not_found', 'The shop has no such bulk query.', { sent: 'no' });
    const url = operation.url ?? operation.partialDataUrl;
    const told = {
      status: toWord(operation.status),
      error: operation.errorCode ? toWord(operation.errorCode) : undefined,
      objectCount: operation.objectCount,
      partial: !operation.url && Boolean(operation.partialDataUrl),
    };
    const from = Number(cursor);
    const size = operation.fileSize ?? undefined;
    // A result without rows has no file.
    if (!url || (size !== undefined && from >= size)) return { ...told, rows: [] };
    const { rows, end } = readLines(await stretch(url, from, upstream), BYTES_MAX);
    const isLast = size === undefined ? rows.length === 0 : from + end >= size;
    return { ...told, rows, nextCursor: isLast ? undefined : String(from + end) };
  },
});

/** Gives the stretch that begins at a row; the byte before it says whether one begins there. */
async function stretch(url: string, from: number, upstream: ShopifyUpstream): Promise<Uint8Array> {
  if (from === 0) return await upstream.download(url, 0, BYTES_MAX);
  const bytes = await upstream.download(url, from - 1, BYTES_MAX + 1);
  if (bytes[0] === NEW_LINE) return bytes.subarray(1);
  const issues = [{ path: 'cursor', message: 'Give nextCursor of an earlier answer, unchanged.' }];
  throw new PlatformError('invalid_input', 'No row begins at this cursor.', { issues, sent: 'no' });
}
