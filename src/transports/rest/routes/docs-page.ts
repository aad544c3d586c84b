import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Reply, Route } from '../route.ts';
import { DOCS_HTML, DOCS_SCRIPT, DOCS_STYLE } from './docs-content.ts';

/** Scripts and styles come from us alone and none stands in the page; the page talks to nobody but us. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const CACHE_SECONDS = 3600;

const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/**
 * `/docs`: Swagger UI over `/openapi.json`, its files read from the package when they are asked for, so that a platform
 * whose page nobody opens carries none of it.
 */
export function docsPageRoutes(): readonly Route[] {
  return [
    route('/docs', () => page(DOCS_HTML, 'text/html; charset=utf-8')),
    route('/docs/page.js', () => page(DOCS_SCRIPT, 'text/javascript; charset=utf-8')),
    route('/docs/page.css', () => page(DOCS_STYLE, 'text/css; charset=utf-8')),
    ...Object.entries(ASSETS).map(([name, type]) => route(`/docs/${name}`, () => asset(name, type))),
  ];
}

function route(path: string, answer: () => Reply | Promise<Reply>): Route {
  return { method: 'GET', path, access: 'open', answer };
}

function page(body: string | Buffer, type: string): Reply {
  return { headers: { 'content-type': type, 'content-security-policy': PAGE_POLICY }, body };
}

async function asset(name: string, type: string): Promise<Reply> {
  const root = createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json');
  const { headers, body } = page(await readFile(join(root, '..', 'static', name)), type);
  return { headers: { ...headers, 'cache-control': `public, max-age=${CACHE_SECONDS}` }, body };
}
