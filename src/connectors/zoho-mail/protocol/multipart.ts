import { randomUUID } from 'node:crypto';

/** A form with one file, as RFC 7578 has it. */
export interface MultipartForm {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Makes the form of an upload. The name holds no quote, line break or backslash: `fileNameField` has seen to it. */
export function multipartForm(part: string, fileName: string, bytes: Uint8Array): MultipartForm {
  const boundary = `----part-${randomUUID()}`;
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${fileName}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
