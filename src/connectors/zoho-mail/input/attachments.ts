import { z } from 'zod';
import { isLine } from './plain-text.ts';

const STORED = z.object({
  storeName: z.string().min(1).max(200).refine(isLine),
  attachmentPath: z.string().min(1).max(500).refine(isLine),
  attachmentName: z.string().min(1).max(255).refine(isLine),
});
const HANDLE = STORED.extend({ bytes: z.number().int().min(0).optional() });

/** A file that was uploaded, in Zoho's words. */
export type StoredFile = z.output<typeof STORED>;

const MOST = 10;
const TOLD = 'Give what zoho_upload_attachment answered, unchanged.';

/** Input field for uploaded files to attach. */
export function uploadsField() {
  return z
    .array(
      z
        .string()
        .max(2_000)
        .refine((handle) => storedOf(handle) !== undefined, TOLD),
    )
    .max(MOST)
    .optional()
    .describe('Handles of zoho_upload_attachment');
}

/** Gives the handle under which callers know an uploaded file of so many bytes. */
export function toHandle(file: StoredFile, bytes: number): string {
  const { storeName, attachmentPath, attachmentName } = file;
  return Buffer.from(JSON.stringify([storeName, attachmentPath, attachmentName, bytes])).toString('base64url');
}

/** Gives the files of handles that passed `uploadsField`. */
export function toStored(handles: readonly string[] | undefined): StoredFile[] {
  return uploadsOf(handles).map(({ bytes: _bytes, ...file }) => file);
}

/** Gives the bytes of all files of the handles together, as far as their uploads told. */
export function bytesOf(handles: readonly string[] | undefined): number {
  return uploadsOf(handles).reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

function uploadsOf(handles: readonly string[] | undefined) {
  return (handles ?? []).map((handle) => storedOf(handle)).filter((file) => file !== undefined);
}

function storedOf(handle: string): z.output<typeof HANDLE> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(handle)) return undefined;
  try {
    const parts = JSON.parse(Buffer.from(handle, 'base64url').toString('utf8'));
    const [storeName, attachmentPath, attachmentName, bytes] = parts;
    const parsed = HANDLE.safeParse({ storeName, attachmentPath, attachmentName, bytes });
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Input field for a file's name: no folders, nothing that ends a header. */
export function fileNameField(description: string) {
  return z
    .string()
    .trim()
    .min(1)
    .max(150)
    .refine(isLine, 'Write it in one line, without control characters.')
    .refine(
      (name) => !/["\\/:*?<>|]/.test(name) && !/^\.+$/.test(name),
      'Leave out folders and the signs " \\ / : * ? < > |.',
    )
    .describe(description);
}
