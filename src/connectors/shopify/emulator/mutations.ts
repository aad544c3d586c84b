import { GraphQLError } from 'graphql';
import type { Product, ProductStatus } from '../../../emulation/world/records.ts';
import type { Exchange } from './exchange.ts';
import { idOfType, parseGid } from './gid.ts';
import type { ShopState } from './shop-state.ts';
import { customerView } from './views/customer-view.ts';
import { orderView } from './views/order-view.ts';
import { productView } from './views/product-view.ts';

interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
}

interface ProductInput {
  readonly id?: string | null;
  readonly title?: string | null;
  readonly handle?: string | null;
  readonly descriptionHtml?: string | null;
  readonly productType?: string | null;
  readonly vendor?: string | null;
  readonly tags?: readonly string[] | null;
  readonly seo?: { readonly title?: string | null; readonly description?: string | null } | null;
  readonly status?: string | null;
}

/** Answers the fields of `Mutation`; what they change stays in this emulator. */
export function mutations(state: ShopState) {
  return {
    productUpdate: ({ product }: { product?: ProductInput | null }, exchange: Exchange) =>
      updateProduct(state, product ?? {}, exchange.nowMs),
    tagsAdd: ({ id, tags }: { id: string; tags: readonly string[] }, exchange: Exchange) =>
      changeTags(state, id, exchange, (existing) => mergeTags(existing, tags)),
    tagsRemove: ({ id, tags }: { id: string; tags: readonly string[] }, exchange: Exchange) => {
      const gone = new Set(tags.map((tag) => tag.trim().toLowerCase()));
      return changeTags(state, id, exchange, (existing) => existing.filter((tag) => !gone.has(tag.toLowerCase())));
    },
  };
}

function updateProduct(state: ShopState, input: ProductInput, nowMs: number) {
  const id = input.id == null ? undefined : idOfType('Product', input.id);
  const product = id === undefined ? undefined : state.products.get(id);
  if (!product) return { product: null, userErrors: [{ field: ['id'], message: 'Product does not exist' }] };
  const userErrors = faultsOf(state, product, input);
  if (userErrors.length > 0) return { product: productView(state, product), userErrors };
  const changed = applyInput(product, input, nowMs);
  state.products.put(changed);
  return { product: productView(state, changed), userErrors: [] };
}

/** The longest title and the longest handle that Shopify stores. */
const maximumText = 255;

function faultsOf(state: ShopState, product: Product, { title, handle }: ProductInput): UserError[] {
  const errors: UserError[] = [];
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

function changeTags(
  state: ShopState,
  gid: string,
  exchange: Exchange,
  change: (tags: readonly string[]) => readonly string[],
) {
  const { type, id } = parseGid(gid);
  const changed = <T extends { readonly tags: readonly string[] }>(row: T) => ({ ...row, tags: change(row.tags) });
  const product = type === 'Product' ? state.products.get(id) : undefined;
  const order = type === 'Order' ? state.orders.get(id) : undefined;
  const customer = type === 'Customer' ? state.customers.get(id) : undefined;
  if (product || order || customer) demandWrite(type, exchange);
  if (product) {
    const row = { ...changed(product), updatedAtMs: exchange.nowMs };
    state.products.put(row);
    return { node: productView(state, row), userErrors: [] };
  }
  if (order) {
    const row = { ...changed(order), updatedAtMs: exchange.nowMs };
    state.orders.put(row);
    return { node: orderView(state, row), userErrors: [] };
  }
  if (customer) {
    const row = changed(customer);
    state.customers.put(row);
    return { node: customerView(state, row), userErrors: [] };
  }
  return { node: null, userErrors: [{ field: ['id'], message: `${type} does not exist` }] };
}

/** Which scope a tag needs depends on what is tagged, so the schema cannot tell. */
function demandWrite(type: string, { scopes }: Exchange): void {
  const scope = `write_${type.toLowerCase()}s`;
  if (scopes.has(scope)) return;
  throw new GraphQLError(`Access denied. Required access: \`${scope}\` access scope.`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: scope,
    },
  });
}

/** Tags keep their first spelling, hold no commas, and are sorted. */
function mergeTags(existing: readonly string[], added: readonly string[]): string[] {
  const byName = new Map<string, string>();
  for (const tag of [...existing, ...added.flatMap((text) => text.split(','))].map((text) => text.trim())) {
    if (tag !== '' && !byName.has(tag.toLowerCase())) byName.set(tag.toLowerCase(), tag);
  }
  return [...byName.values()].sort((a, b) => a.localeCompare(b));
}
