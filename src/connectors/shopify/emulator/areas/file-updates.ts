import type { Product } from '../../../../emulation/world/records.ts';
import { idOfType } from '../gid.ts';
import type { ShopState } from '../shop-state.ts';
import type { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';
import type { FileRow } from './files.ts';

/** `FileUpdateInput` of Shopify, as far as the emulator obeys it. */
export interface FileUpdate {
  readonly id: string;
  readonly alt?: string | null;
  readonly referencesToAdd?: readonly string[] | null;
  readonly referencesToRemove?: readonly string[] | null;
}

/** Pixels of a picture that came from outside. */
const sidePixels = 1200;

/** Changes alternative texts, and which products show a picture, all or none. */
export function updateFiles(state: ShopState, files: Table<FileRow>, updates: readonly FileUpdate[], nowMs: number) {
  const userErrors = updates.flatMap((update, index) => faultsOf(state, files, update, index, nowMs));
  if (userErrors.length > 0) return { rows: undefined, userErrors };
  const rows = updates.map((update): FileRow => {
    const before = fileOf(files, update.id)!;
    const row = { ...before, alt: update.alt ?? before.alt };
    files.put(row);
    for (const gid of update.referencesToAdd ?? []) show(state, productOf(state, gid)!, row);
    for (const gid of update.referencesToRemove ?? []) hide(state, productOf(state, gid)!, row);
    return row;
  });
  return { rows, userErrors: [] };
}

function fileOf(files: Table<FileRow>, gid: string): FileRow | undefined {
  const picture = idOfType('MediaImage', gid);
  const row = files.get(picture ?? idOfType('GenericFile', gid));
  return row?.isImage === (picture !== undefined) ? row : undefined;
}

function productOf(state: ShopState, gid: string): Product | undefined {
  return state.products.get(idOfType('Product', gid));
}

function faultsOf(
  state: ShopState,
  files: Table<FileRow>,
  { id, alt, referencesToAdd, referencesToRemove }: FileUpdate,
  index: number,
  nowMs: number,
): UserError[] {
  const refuse = (name: string, message: string, code: string) => [
    { field: ['files', String(index), name], message, code },
  ];
  const row = fileOf(files, id);
  if (!row) return refuse('id', `File id ${id} does not exist.`, 'FILE_DOES_NOT_EXIST');
  if (row.readyAtMs > nowMs) return refuse('id', 'Non-ready files cannot be updated.', 'NON_READY_STATE');
  if ((alt?.length ?? 0) > 512) {
    return refuse('alt', 'Alt text exceeds the maximum character limit (512).', 'ALT_VALUE_LIMIT_EXCEEDED');
  }
  const lists = { referencesToAdd: referencesToAdd ?? [], referencesToRemove: referencesToRemove ?? [] };
  for (const [name, gids] of Object.entries(lists)) {
    if (gids.some((gid) => !productOf(state, gid))) {
      return refuse(name, 'The reference target does not exist.', 'REFERENCE_TARGET_DOES_NOT_EXIST');
    }
    if (gids.length > 0 && !row.isImage) {
      return refuse(name, 'File type cannot be referenced by a product.', 'UNSUPPORTED_FILE_REFERENCE');
    }
  }
  return [];
}

function show(state: ShopState, product: Product, { id, name, alt }: FileRow): void {
  if (product.images.some((image) => image.id === id)) return;
  const image = { id, fileName: name, alt: alt || undefined, widthPixels: sidePixels, heightPixels: sidePixels };
  state.putProduct({ ...product, images: [...product.images, image] });
}

function hide(state: ShopState, product: Product, { id }: FileRow): void {
  state.putProduct({ ...product, images: product.images.filter((image) => image.id !== id) });
}
