import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { toGid } from '../gid.ts';
import { type ListArguments, list } from '../listing.ts';
import { emptyFields, field } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';
import { toDateTime } from '../views/values.ts';
import type { Area } from './area.ts';
import { type FileUpdate, updateFiles } from './file-updates.ts';

/** A file of the shop. */
export interface FileRow {
  readonly id: number;
  readonly name: string;
  readonly alt: string;
  readonly isImage: boolean;
  readonly createdAtMs: number;
  /** When Shopify has fetched and looked through it. */
  readonly readyAtMs: number;
}

interface FileInput {
  readonly originalSource: string;
  readonly alt?: string | null;
  readonly contentType?: string | null;
  readonly filename?: string | null;
}

const fetchMs = 3_000;

/** Files of the shop: pictures of products, and what was uploaded besides. */
export function fileArea(state: ShopState): Area {
  const files = new Table<FileRow>(
    state.world.products.flatMap(({ images, createdAtMs }) =>
      images.map(({ id, fileName, alt }) => ({
        id,
        name: fileName,
        alt: alt ?? '',
        isImage: true,
        createdAtMs,
        readyAtMs: createdAtMs,
      })),
    ),
  );
  return {
    queries: {
      files: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
        list(files.all(), args, exchange, info, {
          fields: {
            default: field('text', ({ name, alt }) => `${name} ${alt}`),
            id: field('id', ({ id }) => id),
            filename: field('text', ({ name }) => name),
            media_type: field('keyword', ({ isImage }) => (isImage ? 'IMAGE' : 'FILE')),
            status: field('keyword', ({ readyAtMs }) => (readyAtMs <= exchange.nowMs ? 'READY' : 'UPLOADED')),
            created_at: field('time', ({ createdAtMs }) => createdAtMs),
            updated_at: field('time', ({ createdAtMs }) => createdAtMs),
            ...emptyFields<FileRow>('original_upload_size product_id used_in'),
          },
          sortKeys: { CREATED_AT: ({ createdAtMs }) => createdAtMs, FILENAME: ({ name }) => name },
          idOf: ({ id }) => id,
          toNode: (row) => fileView(row, exchange.nowMs),
        }),
    },
    mutations: {
      fileCreate: ({ files: inputs }: { files: readonly FileInput[] }, { nowMs }: Exchange) => {
        const userErrors = inputs.flatMap(faultsOf);
        if (userErrors.length > 0) return { files: null, userErrors };
        const rows = inputs.map((input): FileRow => {
          const name = input.filename || new URL(input.originalSource).pathname.split('/').at(-1) || 'file';
          const isImage =
            input.contentType === 'IMAGE' || (!input.contentType && /\.(png|jpe?g|gif|webp)$/i.test(name));
          return {
            id: files.nextId(),
            name,
            alt: input.alt ?? '',
            isImage,
            createdAtMs: nowMs,
            readyAtMs: nowMs + fetchMs,
          };
        });
        for (const row of rows) files.put(row);
        return { files: rows.map((row) => fileView(row, nowMs)), userErrors: [] };
      },
      fileUpdate: ({ files: updates }: { files: readonly FileUpdate[] }, { nowMs }: Exchange) => {
        const { rows, userErrors } = updateFiles(state, files, updates, nowMs);
        return { files: rows?.map((row) => fileView(row, nowMs)) ?? null, userErrors };
      },
    },
  };
}

function faultsOf({ originalSource, alt }: FileInput, index: number): UserError[] {
  const place = ['files', String(index)];
  if (!URL.canParse(originalSource) || !originalSource.startsWith('http')) {
    return [{ field: [...place, 'originalSource'], message: 'File URL is invalid', code: 'INVALID' }];
  }
  if ((alt?.length ?? 0) > 512) {
    const message = 'Alt text exceeds the maximum character limit (512).';
    return [{ field: [...place, 'alt'], message, code: 'ALT_VALUE_LIMIT_EXCEEDED' }];
  }
  return [];
}

function fileView(row: FileRow, nowMs: number) {
  const isReady = row.readyAtMs <= nowMs;
  const url = isReady ? `https://cdn.shopify.com/s/files/1/0810/0000/0001/files/${row.name}` : null;
  const image = url && { id: toGid('ImageSource', row.id), url, altText: row.alt, width: 1200, height: 1200 };
  const shared = {
    alt: row.alt,
    fileStatus: isReady ? 'READY' : 'UPLOADED',
    fileErrors: [],
    createdAt: toDateTime(row.createdAtMs),
    updatedAt: toDateTime(row.createdAtMs),
  };
  return row.isImage
    ? {
        __typename: 'MediaImage',
        id: toGid('MediaImage', row.id),
        ...shared,
        status: shared.fileStatus,
        mediaContentType: 'IMAGE',
        mimeType: 'image/jpeg',
        image,
        preview: { image, status: shared.fileStatus },
      }
    : {
        __typename: 'GenericFile',
        id: toGid('GenericFile', row.id),
        ...shared,
        url,
        mimeType: 'application/pdf',
        originalFileSize: 20_480,
        preview: null,
      };
}
