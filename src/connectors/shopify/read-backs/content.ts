import { z } from 'zod';
import type { Entry } from '../content/entry.ts';
import { listRedirects } from '../content/redirects.ts';
import { toSearchString } from '../input/search-string.ts';
import { defineQuery } from '../protocol/document.ts';
import type { ShopifyUpstream } from '../protocol/upstream.ts';
import { sameTags, sameText } from './same.ts';

const Redirect = z.object({ path: z.string(), target: z.string() });

export const redirectStateQuery = defineQuery(
  'query RedirectState($id: ID!) { urlRedirect(id: $id) { path target } }',
  z.object({ urlRedirect: Redirect.nullable() }),
);

/** What a page or an article is asked to be, in our words. */
interface Writing {
  readonly title?: string;
  readonly bodyHtml?: string;
  readonly handle?: string;
  readonly published?: boolean;
  readonly blogId?: string;
  readonly author?: string;
  readonly summaryHtml?: string;
  readonly tags?: readonly string[];
}

/** Whether a page or an article is as it was asked to be; no tag but those given. */
export function isWritten(entry: Entry | undefined, asked: Writing): boolean {
  if (entry === undefined) return false;
  const { tags } = asked;
  return (
    sameText(asked.title, entry.title) &&
    sameText(asked.bodyHtml, entry.bodyHtml) &&
    sameText(asked.handle, entry.handle) &&
    sameText(asked.author, entry.author) &&
    sameText(asked.summaryHtml, entry.summaryHtml) &&
    (asked.published === undefined || asked.published === entry.published) &&
    (asked.blogId === undefined || asked.blogId === entry.blogId) &&
    (tags === undefined || (tags.length === entry.tags?.length && sameTags(entry.tags, tags, undefined)))
  );
}

/** Whether the redirect of this id, or the one of the path, leads where it was asked to. */
export async function leads(
  id: string | undefined,
  { path, target }: { readonly path?: string; readonly target?: string },
  upstream: ShopifyUpstream,
): Promise<boolean> {
  if (id !== undefined) {
    const { urlRedirect } = (await upstream.query(redirectStateQuery, { id })).data;
    return urlRedirect !== null && sameText(path, urlRedirect.path) && sameText(target, urlRedirect.target);
  }
  const query = toSearchString([{ field: 'path', argument: 'path', value: path }]);
  const { items } = await listRedirects({ first: 20, after: undefined, query }, upstream);
  return items.some((redirect) => redirect.path === path && redirect.target === target);
}
