import type { WireReply } from '../../../kernel/wire.ts';
import type { Exchange } from './exchange.ts';
import { pathOf } from './mail-composing.ts';
import { checkParameters } from './mail-reads.ts';
import { refusal, success } from './replies.ts';

const PARAMETERS: ReadonlyMap<string, RegExp> = new Map([
  ['uploadType', /^multipart$/],
  ['isInline', /^(true|false)$/],
  ['fileName', /^[^/\\]{1,255}$/],
]);

/** `POST /messages/attachments`. Without `uploadType` Zoho blames the file, not the parameter. */
export function upload(exchange: Exchange): WireReply {
  const { request, state, query } = exchange;
  const refused = checkParameters(exchange, PARAMETERS);
  if (refused) return refused;
  const part =
    query.get('uploadType') === 'multipart' ? partOf(request.headers['content-type'], request.body) : undefined;
  if (!part || part.bytes.length === 0) {
    return refusal(400, undefined, 'The file was not attached as the file size was detected as 0 bytes');
  }
  const file = { id: String(state.nextNumber()), name: part.name, bytes: part.bytes };
  state.uploads.set(file.id, file);
  return success({ storeName: file.id, attachmentName: file.name, attachmentPath: pathOf(file) });
}

/** The one part `attach` of a form (RFC 7578). */
function partOf(contentType: string | undefined, body: string | Uint8Array | undefined) {
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]{1,70})"?$/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body ?? '');
  const begin = `--${boundary}\r\n`;
  const headEnd = bytes.indexOf('\r\n\r\n');
  const end = bytes.indexOf(`\r\n--${boundary}--`);
  if (!bytes.toString('latin1', 0, begin.length).startsWith(begin) || headEnd === -1 || end < headEnd) return undefined;
  const head = bytes.toString('utf8', begin.length, headEnd);
  const [, part, name] = /^Content-Disposition: form-data; name="([^"]*)"; filename="([^"\r\n]+)"/im.exec(head) ?? [];
  if (part !== 'attach' || name === undefined) return undefined;
  return { name, bytes: bytes.subarray(headEnd + 4, end) };
}
