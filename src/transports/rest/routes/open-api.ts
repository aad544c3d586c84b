import type { CatalogView, Gateway } from '../../../gateway/gateway.ts';
import type { Grant } from '../../../kernel/principal.ts';
import { openApiDocument } from '../openapi.ts';
import type { Route } from '../route.ts';

/**
 * `GET /openapi.json`: the document as the caller may see it. Made when it is first asked for, and kept for each grant
 * for as long as its view of the catalog stays the same.
 */
export function openApiRoute(routes: readonly Route[], version: string, gateway: Pick<Gateway, 'catalog'>): Route {
  const kept = new WeakMap<Grant, { readonly view: CatalogView; readonly body: string }>();
  let general: string | undefined;
  return {
    method: 'GET',
    path: '/openapi.json',
    access: 'optional',
    answer(_exchange, principal) {
      if (principal === undefined) {
        general ??= JSON.stringify(openApiDocument(routes, version));
        return { body: general };
      }
      const { grant } = principal;
      const view = gateway.catalog(principal);
      const known = kept.get(grant);
      if (known?.view === view) return { body: known.body };
      const body = JSON.stringify(openApiDocument(routes, version, { view, grant }));
      kept.set(grant, { view, body });
      return { body };
    },
  };
}
