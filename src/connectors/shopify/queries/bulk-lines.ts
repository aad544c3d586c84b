import { z } from 'zod';
import { PlatformError } from '../../../kernel/errors.ts';

const Row = z.looseObject({ __parentId: z.string().optional() });

/** Rows of a bulk query's file, and how many bytes they took. */
export interface BulkLines {
  readonly rows: { parentId: string | undefined; json: string }[];
  readonly end: number;
}

/**
 * Reads the whole lines of a stretch of a JSONL file; what is left of a line at its end is for the next stretch. Throws
 * `upstream_failed` for what is no JSONL, and for a line that is longer than a stretch.
 */
export function readLines(bytes: Uint8Array, most: number): BulkLines {
  const isCut = bytes.length >= most;
  const stretch = bytes.subarray(0, most);
  const end = isCut ? stretch.lastIndexOf(0x0a) + 1 : stretch.length;
  if (end === 0 && stretch.length > 0)
    throw unreadable('A row of the bulk query is longer than the platform reads; select fewer fields.');
  const lines = new TextDecoder()
    .decode(stretch.subarray(0, end))
    .split('\n')
    .filter((line) => line.trim() !== '');
  return { rows: lines.map(toRow), end };
}

function toRow(line: string): BulkLines['rows'][number] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw unreadable(NOT_JSONL, error);
  }
  const parsed = Row.safeParse(value);
  if (!parsed.success) throw unreadable(NOT_JSONL, parsed.error);
  const { __parentId: parentId, ...row } = parsed.data;
  return { parentId, json: JSON.stringify(row) };
}

const NOT_JSONL = 'The file of the bulk query is not what Shopify promises; ask for it again.';

function unreadable(message: string, cause?: unknown): PlatformError {
  return new PlatformError('upstream_failed', message, { sent: 'no' }, { cause });
}
