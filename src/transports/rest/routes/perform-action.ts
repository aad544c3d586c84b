import { z } from 'zod';
import type { Action, Admin } from '../../../admin/action.ts';
import { type JsonSchema, json, type Route } from '../route.ts';

/** `POST /api/v1/admin/{action}`, one route an action. Rights, validation and audit are the action's door's. */
export function performActionRoutes(admin: Admin): readonly Route[] {
  return admin.actions.map((action) => ({
    method: 'POST',
    path: `/api/v1/admin/${action.name}`,
    access: 'key',
    get documentation() {
      return documentationOf(action);
    },
    async answer({ body, correlationId }, principal) {
      return json(await admin.perform(principal, action.name, body, 'rest', correlationId));
    },
  }));
}

function documentationOf({ name, title, description, permission, input, output }: Action) {
  return {
    operationId: name,
    tag: 'Administration',
    summary: title,
    description,
    permission,
    body: z.toJSONSchema(input, { io: 'input' }) as JsonSchema,
    answer: z.toJSONSchema(output) as JsonSchema,
    statuses: { 400: 'The arguments do not fit; `issues` says where.', 403: 'Your role may not do this.' },
  } as const;
}
