import type { Gateway } from '../../../gateway/gateway.ts';
import { RESULT_URI_TEMPLATE } from '../../../gateway/gateway.ts';
import { PlatformError } from '../../../kernel/errors.ts';
import type { Route } from '../route.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PAGE = /^[1-9][0-9]{0,5}$/;

/** `GET /api/v1/results/{id}/pages/{page}`: a page of a large result, to its owner, authorised anew. */
export function readResultPageRoute(gateway: Pick<Gateway, 'readResource'>): Route {
  return {
    method: 'GET',
    path: '/api/v1/results/{id}/pages/{page}',
    access: 'key',
    documentation: {
      operationId: 'readResultPage',
      tag: 'Tools',
      summary: 'Read a page of a large answer',
      description:
        'An answer too large for one reply names its first further page in the `Link` header and under `page`.',
      parameters: { id: { type: 'string', format: 'uuid' }, page: { type: 'integer', minimum: 1 } },
      answer: { type: 'object' },
      statuses: { 404: 'There is no such page, it has expired, or it is not yours.' },
    },
    async answer({ params: { id = '', page = '' }, correlationId }, principal) {
      if (!ID.test(id) || !PAGE.test(page)) {
        throw new PlatformError('not_found', 'There is no such page; make the call again.');
      }
      const uri = RESULT_URI_TEMPLATE.replace('{id}', id).replace('{page}', page);
      const content = await gateway.readResource({ principal, face: 'rest', correlationId }, uri);
      if (!('text' in content)) throw new PlatformError('not_found', 'There is no such page; make the call again.');
      return { headers: { 'content-type': content.mimeType }, body: content.text };
    },
  };
}
