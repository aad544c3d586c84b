import type { Gateway } from '../../../gateway/gateway.ts';
import { json, type Route } from '../route.ts';

/** `GET /api/v1/whoami`: who the platform takes the caller for. */
export function whoamiRoute(gateway: Pick<Gateway, 'catalog'>): Route {
  return {
    method: 'GET',
    path: '/api/v1/whoami',
    access: 'key',
    documentation: {
      operationId: 'whoami',
      tag: 'Platform',
      summary: 'Tell who you are signed in as',
      answer: {
        type: 'object',
        required: ['id', 'name', 'kind', 'role', 'showsPersonalData', 'tools'],
        properties: {
          id: { type: 'string' },
          name: { type: 'string' },
          kind: { enum: ['api-key', 'local'] },
          role: { type: 'string' },
          showsPersonalData: { type: 'boolean' },
          tools: { type: 'integer', description: 'How many tools you may call.' },
        },
      },
    },
    answer(_exchange, principal) {
      const { id, name, kind, grant } = principal;
      const { role, showsPersonalData } = grant;
      return json({ id, name, kind, role, showsPersonalData, tools: gateway.catalog(principal).tools.length });
    },
  };
}
