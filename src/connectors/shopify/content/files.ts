import { z } from 'zod';
import { quoted } from '../../../kernel/quoted.ts';
import { nextCursorOf, PageInfo } from '../input/paging.ts';
import { defineMutation, defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { refuseUserErrors, UserErrors, unconfirmed } from '../protocol/user-errors.ts';
import { toWord } from '../shapes/words.ts';
import type { Entries, Entry, Wanted } from './entry.ts';

const FILE = `
  __typename
  id
  alt
  fileStatus
  createdAt
  fileErrors { message }
  ... on MediaImage { image { url width height } }
  ... on GenericFile { url originalFileSize }`;
/** What a file costs: itself, its errors, its picture. */
export const FILE_COST = 3;

const ShopifyFile = z.object({
  __typename: z.string(),
  id: z.string(),
  alt: z.string().nullish(),
  fileStatus: z.string(),
  createdAt: z.string(),
  fileErrors: z.array(z.object({ message: z.string() })),
  image: z.object({ url: z.string(), width: z.number().nullish(), height: z.number().nullish() }).nullish(),
  url: z.string().nullish(),
  originalFileSize: z.number().nullish(),
});

export const listFilesQuery = defineQuery(
  `query ListFiles($first: Int!, $after: String, $query: String) {
    files(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
      nodes { ${FILE} }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({ files: z.object({ nodes: z.array(ShopifyFile), pageInfo: PageInfo }) }),
);

export const addFileMutation = defineMutation(
  `mutation AddFile($files: [FileCreateInput!]!) {
    fileCreate(files: $files) { files { ${FILE} } userErrors { field message code } }
  }`,
  z.object({ fileCreate: z.object({ files: z.array(ShopifyFile).nullish(), userErrors: UserErrors }) }),
);

export const changeFileMutation = defineMutation(
  `mutation ChangeFile($files: [FileUpdateInput!]!) {
    fileUpdate(files: $files) { files { ${FILE} } userErrors { field message code } }
  }`,
  z.object({ fileUpdate: z.object({ files: z.array(ShopifyFile).nullish(), userErrors: UserErrors }) }),
);

/** Lists files, the newest first. */
export async function listFiles(wanted: Wanted, upstream: ShopifyUpstream): Promise<Entries> {
  const { nodes, pageInfo } = (await upstream.query(listFilesQuery, { ...wanted })).data.files;
  return { items: nodes.map(fileEntry), nextCursor: nextCursorOf(pageInfo) };
}

/** Has Shopify fetch a file from a public address. */
export async function addFile(
  file: { readonly originalSource: string; readonly alt?: string },
  upstream: ShopifyUpstream,
): Promise<Entry> {
  const { files, userErrors } = (await upstream.mutate(addFileMutation, { files: [file] })).data.fileCreate;
  refuseUserErrors(userErrors);
  const added = files?.[0];
  if (!added) throw unconfirmed();
  return fileEntry(added);
}

/** What is to be changed of a file. */
export interface FileChange {
  /** Whole global id: it says what kind of file it is. */
  readonly id: string;
  readonly alt?: string | undefined;
  /** Global ids of products. */
  readonly referencesToAdd?: readonly string[];
  readonly referencesToRemove?: readonly string[];
}

/** Changes a file's alternative text, or which products show it; one that is taken off stays among the files. */
export async function changeFile(change: FileChange, upstream: ShopifyUpstream): Promise<Entry> {
  const { files, userErrors } = (await upstream.mutate(changeFileMutation, { files: [change] })).data.fileUpdate;
  refuseUserErrors(userErrors);
  const changed = files?.[0];
  if (!changed) throw unconfirmed();
  return fileEntry(changed);
}

const TYPES: Readonly<Record<string, string>> = { MediaImage: 'image', GenericFile: 'file', Video: 'video' };

function fileEntry(row: z.output<typeof ShopifyFile>): Entry {
  return {
    id: row.id,
    fileType: TYPES[row.__typename] ?? 'other',
    status: toWord(row.fileStatus),
    url: row.image?.url ?? row.url ?? undefined,
    alt: row.alt || undefined,
    widthPixels: row.image?.width ?? undefined,
    heightPixels: row.image?.height ?? undefined,
    bytes: row.originalFileSize ?? undefined,
    createdAt: row.createdAt,
    errors: row.fileErrors.length > 0 ? row.fileErrors.map(({ message }) => quoted(message)) : undefined,
  };
}
