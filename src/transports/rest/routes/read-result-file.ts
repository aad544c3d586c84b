import { Readable } from 'node:stream';
import { FILE_URI_TEMPLATE, type Gateway } from '../../../gateway/gateway.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import type { OpenedFile } from '../../../results/file-pages.ts';
import { isActive, UNKNOWN_TYPE } from '../../../results/media-type.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { Route } from '../route.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `GET /api/v1/results/{id}/file`: the bytes of a file that a tool answered with, to its caller, authorised anew. */
export function readResultFileRoute(gateway: Pick<Gateway, 'readResource'>): Route {
  return {
    method: 'GET',
    path: '/api/v1/results/{id}/file',
    access: 'key',
    documentation: {
      operationId: 'readResultFile',
      tag: 'Tools',
      summary: 'Read a file that an answer came with',
      description:
        'An answer that comes with a file names it in the `Link` header and under `file`. It is a download, never a page: what a ' +
        'browser would carry out comes without its type.',
      parameters: { id: { type: 'string', format: 'uuid' } },
      answer: { type: 'string', format: 'binary' },
      mediaType: UNKNOWN_TYPE,
      statuses: { 404: 'There is no such file, it has expired, or it is not yours.' },
    },
    async answer({ params: { id = '' }, correlationId }, principal) {
      if (!ID.test(id)) throw notFound();
      const uri = FILE_URI_TEMPLATE.replace('{id}', id);
      const content = await gateway.readResource({ principal, face: 'rest', correlationId }, uri);
      if (!('file' in content)) throw notFound();
      return { headers: headersOf(content.file), body: Readable.from(content.file.pages(), { objectMode: false }) };
    },
  };
}

/** The file is a stranger's: it must not act in the platform's name, whoever opens it. */
function headersOf({ name, mimeType, bytes }: OpenedFile): Record<string, string> {
  return {
    'content-type': isActive(mimeType) ? UNKNOWN_TYPE : mimeType,
    'content-length': String(bytes),
    'content-disposition': contentDisposition(name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
  };
}

function notFound(): PlatformError {
  return new PlatformError('not_found', 'There is no such file; make the call again.');
}
