import type { World } from '../../../../emulation/world/records.ts';

/** A redirect of the online store. */
export interface RedirectRow {
  readonly id: number;
  /** Begins with a slash, without the host. */
  readonly path: string;
  readonly target: string;
}

/** A page of the online store. */
export interface PageRow {
  readonly id: number;
  readonly title: string;
  readonly handle: string;
  readonly body: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** `undefined` while it is hidden. */
  readonly publishedAtMs: number | undefined;
}

/** A blog: what articles are in. */
export interface BlogRow {
  readonly id: number;
  readonly title: string;
  readonly handle: string;
  readonly createdAtMs: number;
}

/** An article of a blog. */
export interface ArticleRow extends PageRow {
  readonly blogId: number;
  readonly author: string;
  readonly summary: string | undefined;
  readonly tags: readonly string[];
}

/** Gives the redirects that a new shop has; they lead to products of the world. */
export function redirectsOf(world: World): RedirectRow[] {
  const active = world.products.filter(({ status }) => status === 'active');
  return Array.from({ length: 30 }, (_, index) => ({
    id: index + 1,
    path: index === 0 ? '/shop' : `/tea/${active[index]!.handle}-old`,
    target: index === 0 ? '/collections/all-teas' : `/products/${active[index]!.handle}`,
  }));
}

/** Gives the pages that a new shop has. */
export function pagesOf(world: World): PageRow[] {
  const rows = [
    ['About us', 'We have packed tea in County Cork since the shop opened.'],
    ['Shipping and returns', 'Parcels leave within two working days; unopened tea comes back within 30 days.'],
    ['Brewing guide', 'Green tea at 75 degrees, black tea at 95, and never twice boiled water.'],
    ['Wholesale', 'Cafés write to us for a price list.'],
    ['Christmas opening hours', 'To be announced.'],
  ] as const;
  return rows.map(([title, text], index) => ({
    id: index + 1,
    title,
    handle: title.toLowerCase().replaceAll(' ', '-'),
    body: `<p>${text}</p>`,
    createdAtMs: world.firstDayMs,
    updatedAtMs: world.firstDayMs + index * 86_400_000,
    publishedAtMs: title.startsWith('Christmas') ? undefined : world.firstDayMs,
  }));
}

/** Gives the blogs that a new shop has. */
export function blogsOf(world: World): BlogRow[] {
  return [
    { id: 1, title: 'Tea Notes', handle: 'tea-notes', createdAtMs: world.firstDayMs },
    { id: 2, title: 'News', handle: 'news', createdAtMs: world.firstDayMs },
  ];
}

/** Gives the articles that a new shop has. */
export function articlesOf(world: World): ArticleRow[] {
  const titles = ['How to whisk matcha', 'A second flush, explained', 'Why water matters', 'Cold brew for July'];
  return [...titles, 'Opening the new packing room'].map((title, index) => ({
    id: index + 1,
    blogId: index < titles.length ? 1 : 2,
    title,
    handle: title.toLowerCase().replace(/[^a-z]+/g, '-'),
    body: `<h2>${title}</h2><p>What we have learned, in three cups.</p>`,
    summary: index === 0 ? '<p>Bowl, whisk, patience.</p>' : undefined,
    author: index % 2 === 0 ? 'Niamh Larkmoor' : 'Tom Brannock',
    tags: index < titles.length ? ['brewing'] : [],
    createdAtMs: world.firstDayMs + index * 7 * 86_400_000,
    updatedAtMs: world.firstDayMs + index * 7 * 86_400_000,
    publishedAtMs: index === 3 ? undefined : world.firstDayMs + index * 7 * 86_400_000,
  }));
}
