import type { FastifyInstance } from 'fastify';
import type { RequestHandler } from './server.ts';

/** Sends `/mcp` straight to its lean handler, past every framework, and the rest to the app, which must be ready. */
export function createFrontDoor(mcp: RequestHandler, app: FastifyInstance): RequestHandler {
  return (request, response) => {
    const url = request.url as string;
    if (url === '/mcp' || url.startsWith('/mcp?')) mcp(request, response);
    else app.routing(request, response);
  };
}
