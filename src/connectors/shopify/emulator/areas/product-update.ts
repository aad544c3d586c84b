import type { Product, ProductStatus } from '../../../../emulation/world/records.ts';
import { idOfType } from '../gid.ts';
import type { CollectionRow } from '../records/collections.ts';
import type { ShopState } from '../shop-state.ts';
import { mergeTags } from '../tag-list.ts';
import type { UserError } from '../user-error.ts';
import { productView } from '../views/product-view.ts';

/** `ProductUpdateInput` of Shopify, as far as the emulator obeys it. */
export interface ProductInput {
  readonly id?: string | null;
  readonly title?: string | null;
  readonly handle?: string | null;
  readonly descriptionHtml?: string | null;
  readonly productType?: string | null;
  readonly vendor?: string | null;
  readonly tags?: readonly string[] | null;
  readonly seo?: { readonly title?: string | null; readonly description?: string | null } | null;
  readonly status?: string | null;
  readonly collectionsToJoin?: readonly string[] | null;
  readonly collectionsToLeave?: readonly string[] | null;
}

/** Changes a product, or says in user errors why not. */
export function updateProduct(state: ShopState, input: ProductInput, nowMs: number) {
  const id = input.id == null ? undefined : idOfType('Product', input.id);
  const product = id === undefined ? undefined : state.products.get(id);
  if (!product) return { product: null, userErrors: [{ field: ['id'], message: 'Product does not exist' }] };
  const userErrors = faultsOf(state, product, input);
  if (userErrors.length > 0) return { product: productView(state, product), userErrors };
  const changed = applyInput(product, input, nowMs);
  state.putProduct(changed);
  moveBetweenCollections(state, changed.id, input);
  return { product: productView(state, changed), userErrors: [] };
}

/** The longest title and the longest handle that Shopify stores. */
const maximumText = 255;

function faultsOf(state: ShopState, product: Product, input: ProductInput): UserError[] {
  const { title, handle } = input;
  const errors: UserError[] = [];
  for (const name of ['collectionsToJoin', 'collectionsToLeave'] as const) {
    const wrong = input[name]?.find((gid) => !handPicked(state, gid));
    if (wrong) errors.push({ field: [name], message: 'Collection does not exist or is a smart collection' });
  }
  if (title != null && title.trim() === '') errors.push({ field: ['title'], message: "Title can't be blank" });
  if (title != null && title.length > maximumText) {
    errors.push({ field: ['title'], message: `Title is too long (maximum is ${maximumText} characters)` });
  }
  if (handle != null && handle.length > maximumText) {
    errors.push({ field: ['handle'], message: `Handle is too long (maximum is ${maximumText} characters)` });
  }
  const owner = handle ? state.productByHandle(handle) : undefined;
  if (owner && owner.id !== product.id) {
    errors.push({ field: ['handle'], message: `Handle '${handle}' already in use. Please provide a new handle.` });
  }
  return errors;
}

/** A field that is absent or null stays as it is; an SEO text that is null or empty is taken away. */
function applyInput(product: Product, input: ProductInput, nowMs: number): Product {
  const seoText = (name: 'title' | 'description', now: string | undefined) =>
    input.seo && name in input.seo ? input.seo[name]?.trim() || undefined : now;
  const status = (input.status?.toLowerCase() ?? product.status) as ProductStatus;
  return {
    ...product,
    title: input.title?.trim() ?? product.title,
    handle: input.handle || product.handle,
    descriptionHtml: input.descriptionHtml ?? product.descriptionHtml,
    type: input.productType ?? product.type,
    vendor: input.vendor ?? product.vendor,
    tags: input.tags ? mergeTags([], input.tags) : product.tags,
    seoTitle: seoText('title', product.seoTitle),
    seoDescription: seoText('description', product.seoDescription),
    status,
    publishedAtMs: status === 'active' ? (product.publishedAtMs ?? nowMs) : product.publishedAtMs,
    updatedAtMs: nowMs,
  };
}

function handPicked(state: ShopState, gid: string): CollectionRow | undefined {
  const found = state.collections.get(idOfType('Collection', gid));
  return found?.rules === undefined ? found : undefined;
}

function moveBetweenCollections(state: ShopState, productId: number, input: ProductInput): void {
  for (const gid of input.collectionsToJoin ?? []) {
    const row = handPicked(state, gid)!;
    state.collections.put({ ...row, productIds: [...new Set([...row.productIds, productId])] });
  }
  for (const gid of input.collectionsToLeave ?? []) {
    const row = handPicked(state, gid)!;
    state.collections.put({ ...row, productIds: row.productIds.filter((id) => id !== productId) });
  }
}
