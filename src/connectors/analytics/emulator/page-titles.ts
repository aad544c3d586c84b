import type { World } from '../../../emulation/world/records.ts';
import { sitePages } from '../../../emulation/world/search-pages.ts';

const known = new WeakMap<World, ReadonlyMap<string, string>>();

/** Gives the title of a page of the shop. */
export function pageTitle(world: World, path: string): string {
  let titles = known.get(world);
  if (!titles) {
    titles = new Map(sitePages(world).map((page) => [page.path, page.title]));
    known.set(world, titles);
  }
  return titles.get(path) ?? `${path === '/cart' ? 'Your basket' : 'Thank you'} – ${world.shop.name}`;
}
