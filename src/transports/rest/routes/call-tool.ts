import type { Answer, Gateway } from '../../../gateway/gateway.ts';
import { deadlineMsOf } from '../../deadline.ts';
import { parseIdempotencyKey } from '../../idempotency-key.ts';
import type { Route } from '../route.ts';

/**
 * `POST /api/v1/tools/{name}/call`: the body is the arguments, the answer the tool's structured answer, byte for byte as
 * the gateway made it. Everything about the call that is not its answer is in the headers.
 */
export function callToolRoute(gateway: Pick<Gateway, 'call'>): Route {
  return {
    method: 'POST',
    path: '/api/v1/tools/{name}/call',
    access: 'key',
    documentation: {
      operationId: 'callTool',
      tag: 'Tools',
      summary: 'Call a tool',
      description: 'The body is the arguments. Sign in to see each tool you may call with its own schemas.',
      parameters: { name: { type: 'string', examples: ['shopify_search_orders'] } },
      headers: CALL_HEADERS,
      body: { type: 'object' },
      answer: { type: 'object' },
      statuses: CALL_STATUSES,
    },
    async answer({ params, body, headers, correlationId, signal, facts }, principal) {
      const key = headers['idempotency-key'] as string | undefined;
      const answer = await gateway.call({
        principal,
        face: 'rest',
        tool: params.name as string,
        input: body,
        correlationId,
        deadlineMs: deadlineMsOf(headers.prefer as string | undefined),
        idempotencyKey: key === undefined ? undefined : parseIdempotencyKey(key),
        signal,
        facts,
      });
      return { headers: headersOf(answer), body: answer.rendered.json };
    },
  };
}

/** Request headers of a call. */
export const CALL_HEADERS = {
  'Idempotency-Key': 'Writes: the same key and arguments again give the first answer again and write nothing.',
  Prefer: 'wait=10: the seconds you are ready to wait (RFC 7240), queueing and retries included.',
  traceparent: 'W3C Trace Context; its trace id becomes the correlation id.',
} as const;

/** What else a call may answer with. */
export const CALL_STATUSES = {
  400: 'The arguments do not fit; `issues` says where.',
  403: 'The key may not do this.',
  404: 'There is no such tool, or the arguments name what does not exist.',
  409: 'A call with the same idempotency key is still running, or, with `settled`, an operator has settled it.',
  422: 'The vendor refused the call, or the idempotency key was used for another.',
  429: 'Too many calls; `Retry-After` says when to go on.',
  502: 'The vendor failed. With `outcome_unknown`, a write may have happened: look before you repeat it.',
  503: 'The connection or the platform cannot take the call now. With `parked`, the write is kept for the operator: do not repeat it under another key.',
  504: 'It took too long.',
} as const;

function headersOf({ callId, facts, rendered, idempotencyKey }: Answer): Record<string, string> {
  const headers: Record<string, string> = { 'x-call-id': callId };
  if (facts.cache !== undefined) headers['x-cache'] = facts.cache;
  if (facts.replayed) headers['idempotent-replayed'] = 'true';
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  if (facts.possibleDuplicateOf !== undefined) headers['x-possible-duplicate-of'] = facts.possibleDuplicateOf;
  if (rendered.rest !== undefined) headers.link = `<${pathOf(rendered.rest.uri)}>; rel="next"`;
  if (rendered.file !== undefined) headers.link = `<${pathOf(rendered.file.uri)}>; rel="enclosure"`;
  return headers;
}

/** Where this face serves what `mcp-platform://results/{id}/pages/{page}` or `…/file` names. */
function pathOf(uri: string): string {
  return uri.replace('mcp-platform://', '/api/v1/');
}
