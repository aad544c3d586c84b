import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import type { ShopState } from './shop-state.ts';

/** Where results of bulk operations lie. */
export const downloadHost = 'storage.googleapis.com';

/**
 * Gives a file, or the stretch of it that is asked for, as the host of downloads does. A request that shows it a token is
 * refused: nobody there may see one.
 */
export function giveFile(state: ShopState, { method, headers }: WireRequest, path: string, nowMs: number): WireReply {
  if (headers['x-shopify-access-token'] !== undefined || headers.authorization !== undefined) {
    return refused(400, 'InvalidArgument', 'A credential was shown to the host of downloads.');
  }
  const file = state.downloads.get(path);
  if (method !== 'GET' || !file || nowMs < file.fromMs) return refused(404, 'NoSuchKey', 'The key does not exist.');
  if (nowMs >= file.untilMs) return refused(400, 'ExpiredToken', 'Invalid argument.');
  const bytes = new TextEncoder().encode(file.text);
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
  const type = { 'content-type': 'application/jsonl' };
  if (from === undefined) return { status: 200, headers: type, body: '', bytes };
  if (Number(from) >= bytes.length) return refused(416, 'InvalidRange', 'The requested range cannot be satisfied.');
  const end = Math.min(Number(to) + 1, bytes.length);
  const range = { ...type, 'content-range': `bytes ${from}-${end - 1}/${bytes.length}` };
  return { status: 206, headers: range, body: '', bytes: bytes.subarray(Number(from), end) };
}

function refused(status: number, code: string, message: string): WireReply {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml; charset=UTF-8' }, body };
}
