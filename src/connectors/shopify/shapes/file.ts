import { z } from 'zod';
import { toWord } from './words.ts';

/** Selection of a file, whatever its type. */
export const FILE = `
  __typename
  id
  alt
  fileStatus
  createdAt
  fileErrors { message }
  ... on MediaImage { image { url width height } }
  ... on GenericFile { url mimeType originalFileSize }`;
/** The file itself, its errors, its picture. */
export const FILE_COST = 3;

export const ShopifyFile = z.object({
  __typename: z.string(),
  id: z.string(),
  alt: z.string().nullish(),
  fileStatus: z.string(),
  createdAt: z.string(),
  fileErrors: z.array(z.object({ message: z.string() })),
  image: z.object({ url: z.string(), width: z.number().nullish(), height: z.number().nullish() }).nullish(),
  url: z.string().nullish(),
  mimeType: z.string().nullish(),
  originalFileSize: z.number().nullish(),
});

export const FileEntry = z.object({
  id: z.string().describe('Global id.'),
  type: z.string().describe('image, file, video or other.'),
  status: z.string().describe('ready, uploaded, processing or failed.'),
  url: z.string().optional().describe('Where it is; absent until it is ready.'),
  alt: z.string().optional().describe('Alternative text.'),
  widthPixels: z.number().int().optional().describe('Pictures.'),
  heightPixels: z.number().int().optional().describe('Pictures.'),
  bytes: z.number().int().optional().describe('Documents: size.'),
  createdAt: z.string().describe('ISO 8601.'),
  errors: z.array(z.string()).optional().describe('Why it failed.'),
});

const TYPES: Readonly<Record<string, string>> = { MediaImage: 'image', GenericFile: 'file', Video: 'video' };

export function toFileEntry(row: z.output<typeof ShopifyFile>): z.output<typeof FileEntry> {
  return {
    id: row.id,
    type: TYPES[row.__typename] ?? 'other',
    status: toWord(row.fileStatus),
    url: row.image?.url ?? row.url ?? undefined,
    alt: row.alt || undefined,
    widthPixels: row.image?.width ?? undefined,
    heightPixels: row.image?.height ?? undefined,
    bytes: row.originalFileSize ?? undefined,
    createdAt: row.createdAt,
    errors: row.fileErrors.length > 0 ? row.fileErrors.map(({ message }) => message) : undefined,
  };
}
