import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType } from '../gid.ts';
import { type ListArguments, type Listing, list } from '../listing.ts';
import { type RedirectRow, redirectsOf } from '../records/online-store.ts';
import { field } from '../search/field-kinds.ts';
import type { ShopState } from '../shop-state.ts';
import { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';
import { redirectView } from '../views/online-store-view.ts';
import { type Area, byId, showing } from './area.ts';

interface RedirectInput {
  readonly path?: string | null;
  readonly target?: string | null;
}

/** Redirects of the online store. */
export function redirectArea(state: ShopState): Area {
  const redirects = new Table<RedirectRow>(redirectsOf(state.world));
  const redirect = (id: number) => showing(redirects.get(id), redirectView);
  const missing = { field: ['id'], message: 'Redirect does not exist', code: 'DOES_NOT_EXIST' };
  const put = (row: RedirectRow, code: string) => {
    const userErrors = faultsOf(redirects, row, code);
    if (userErrors.length > 0) return { urlRedirect: null, userErrors };
    redirects.put(row);
    return { urlRedirect: redirectView(row), userErrors: [] };
  };
  return {
    queries: {
      urlRedirects: (args: ListArguments, exchange: Exchange, info: GraphQLResolveInfo) =>
        list(redirects.all(), args, exchange, info, listing),
      urlRedirect: byId('UrlRedirect', redirect),
    },
    mutations: {
      urlRedirectCreate: ({ urlRedirect: { path, target } }: { urlRedirect: RedirectInput }) =>
        put({ id: redirects.nextId(), path: slashed(path ?? ''), target: target ?? '' }, 'CREATE_FAILED'),
      urlRedirectUpdate: ({ id, urlRedirect: { path, target } }: { id: string; urlRedirect: RedirectInput }) => {
        const old = redirects.get(idOfType('UrlRedirect', id));
        if (!old) return { urlRedirect: null, userErrors: [missing] };
        const changed = { id: old.id, path: path == null ? old.path : slashed(path), target: target ?? old.target };
        return put(changed, 'UPDATE_FAILED');
      },
      urlRedirectDelete: ({ id }: { id: string }) => {
        const isGone = redirects.delete(idOfType('UrlRedirect', id) ?? -1);
        return isGone
          ? { deletedUrlRedirectId: id, userErrors: [] }
          : { deletedUrlRedirectId: null, userErrors: [missing] };
      },
    },
    nodes: { UrlRedirect: redirect },
  };
}

const listing: Listing<RedirectRow, unknown> = {
  fields: {
    default: field('text', ({ path, target }) => `${path} ${target}`),
    id: field('id', ({ id }) => id),
    path: field('keyword', ({ path }) => path),
    target: field('keyword', ({ target }) => target),
  },
  sortKeys: { PATH: ({ path }) => path },
  idOf: ({ id }) => id,
  toNode: redirectView,
};

function slashed(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

function faultsOf(redirects: Table<RedirectRow>, { id, path, target }: RedirectRow, code: string): UserError[] {
  const errors: UserError[] = [];
  if (path === '') errors.push({ field: ['urlRedirect', 'path'], message: "Path can't be blank", code });
  if (target === '') errors.push({ field: ['urlRedirect', 'target'], message: "Target can't be blank", code });
  if (redirects.all().some((other) => other.path === path && other.id !== id)) {
    errors.push({ field: ['urlRedirect', 'path'], message: 'Path has already been taken', code });
  }
  return errors;
}
