import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type CallFacts, noFacts } from '../../kernel/call.ts';
import { ERRORS, PlatformError, toPlatformError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Principal } from '../../kernel/principal.ts';
import { signalOf } from '../caller-signal.ts';
import { correlationIdOf } from '../correlation.ts';
import { toHttpError } from '../error-translation.ts';
import { parseJsonBody } from '../json-body.ts';
import { rateHeadersOf } from '../rate-headers.ts';
import { hasCredential, type SignIn } from '../sign-in.ts';
import { allowedMethods } from './path-pattern.ts';
import type { Reply, Route } from './route.ts';

export interface RestAppOptions {
  readonly routes: readonly Route[];
  readonly signIn: SignIn;
  readonly limits: { readonly bodyBytes: number; readonly jsonDepth: number };
  readonly log: Log;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
    facts: CallFacts | undefined;
  }
}

/** Longest parameter of a path: a tool's name, a result's id. */
const PARAM_MAX = 128;

/**
 * Makes the REST face of the routes, ready to answer through `routing`. Sign-in comes before a body is read, and the
 * gateway alone validates arguments: throttling and rights come first. Every failure has the one error shape.
 */
export async function createRestApp({ routes, signIn, limits, log }: RestAppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: PARAM_MAX },
    requestIdHeader: false,
    genReqId: ({ headers }) => correlationIdOf(headers.traceparent as string | undefined),
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, log),
  });
  app.decorateRequest('principal', undefined);
  app.decorateRequest('facts', undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_: FastifyRequest, body: Buffer) =>
    parseJsonBody(body, limits.jsonDepth),
  );
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler((request, reply) => answerNotFound(routes, request, reply));
  for (const route of routes) addRoute(app, route, signIn);
  await app.ready();
  return app;
}

function addRoute(app: FastifyInstance, route: Route, signIn: SignIn): void {
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    async onRequest(request) {
      if (route.access === 'open' || (route.access === 'optional' && !hasCredential(request.raw))) return;
      request.principal = await signIn(request.raw, 'rest', request.id);
    },
    async handler(request, reply) {
      request.facts = noFacts();
      const exchange = {
        facts: request.facts,
        params: request.params as Record<string, string>,
        body: request.body ?? {},
        headers: request.headers,
        correlationId: request.id,
        signal: () => signalOf(reply.raw),
      };
      // A route of access `key` is not reached without a principal: sign-in throws.
      return send(reply, await route.answer(exchange, request.principal as Principal));
    },
  });
}

function send(reply: FastifyReply, { status = 200, headers = {}, body }: Reply): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-type': 'application/json; charset=utf-8',
      'x-correlation-id': reply.request.id,
      ...(reply.request.facts && rateHeadersOf(reply.request.facts)),
      ...headers,
    })
    .send(body);
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const { platform, status } = fromFramework(error);
  if (ERRORS[platform.code].fault === 'platform') {
    log.error({ correlationId: request.id, code: platform.code, error: platform.cause ?? platform }, 'request failed');
  }
  const answer = toHttpError(platform, request.id, { request: request.raw, status });
  const rate = request.facts && rateHeadersOf(request.facts);
  reply
    .code(answer.status)
    .headers({ ...answer.headers, ...rate })
    .send(answer.body);
}

/** Fastify's own refusals in our words; its texts name its insides. */
function fromFramework(error: unknown): { readonly platform: PlatformError; readonly status?: number } {
  if (error instanceof PlatformError) return { platform: error };
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  const refused = (message: string, status: number) => ({
    platform: new PlatformError('invalid_request', message),
    status,
  });
  if (!code.startsWith('FST_') || statusCode >= 500) return { platform: toPlatformError(error) };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        platform: new PlatformError('too_large', 'The body is larger than the platform reads; send a smaller one.'),
      };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refused('Send the body as JSON, with Content-Type: application/json.', 415);
    case 'FST_ERR_BAD_URL':
      return refused('The path is not well encoded (RFC 3986).', 400);
    default:
      return refused('The request is not well formed.', statusCode);
  }
}

function answerNotFound(routes: readonly Route[], request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?', 1)[0] as string;
  const methods = allowedMethods(routes, path);
  const [error, status] =
    methods.length === 0
      ? [new PlatformError('not_found', 'There is nothing at this path; /docs lists what there is.'), 404]
      : [new PlatformError('invalid_request', `Send ${methods.join(' or ')} to this path.`), 405];
  const answer = toHttpError(error, request.id, { status });
  const allow = methods.length === 0 ? {} : { allow: methods.join(', ') };
  reply
    .code(answer.status)
    .headers({ ...answer.headers, ...allow })
    .send(answer.body);
}
