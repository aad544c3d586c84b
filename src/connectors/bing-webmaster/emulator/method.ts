import { z } from 'zod';
import type { Account, Row, Site } from './account.ts';

/** A method of the Webmaster API: how it is called, what it takes, and what it does. */
export interface Method {
  readonly verb: 'GET' | 'POST';
  /** Closed: what is not in it is refused. */
  readonly params: z.ZodObject;
  /** Whether it works on a site that is not verified, or not the account's at all. */
  readonly reach: 'verified' | 'any';
  // biome-ignore lint/suspicious/noExplicitAny: a table of methods of different parameters needs the bottom type of each
  run(params: any, account: Account, site: Site): unknown;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Run<S extends Shape> = (params: z.output<z.ZodObject<S & WithSite>>, account: Account, site: Site) => unknown;
type WithSite = { siteUrl: z.ZodString };

const siteUrl = z.string();
/** Parameters of a query string are text, and a page is a number in it. */
export const pageNumber = z.coerce.number().int().min(0);
export const text = z.string().min(1);

/** Declares a method that is asked with a query string. */
export function get<S extends Shape>(shape: S, run: Run<S>): Method {
  return { verb: 'GET', params: z.strictObject({ siteUrl, ...shape }), reach: 'verified', run };
}

/** Declares a method that is asked with a body. */
export function post<S extends Shape>(shape: S, run: Run<S>): Method {
  return { verb: 'POST', params: z.strictObject({ siteUrl, ...shape }), reach: 'verified', run };
}

/** Puts a class name on a record, and its fields in the order in which they come from the API. */
export function typed(name: string, row: Row, namespace = 'Microsoft.Bing.Webmaster.Api'): Row {
  const fields = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return { __type: `${name}:#${namespace}`, ...Object.fromEntries(fields) };
}
