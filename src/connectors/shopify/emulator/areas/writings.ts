import type { PageRow } from '../records/online-store.ts';
import type { Table } from '../table.ts';
import type { UserError } from '../user-error.ts';

/** What `pageCreate`, `pageUpdate` and their sisters for articles have in common. */
export interface WritingInput {
  readonly title?: string | null;
  readonly handle?: string | null;
  readonly body?: string | null;
  readonly isPublished?: boolean | null;
}

/** Gives what is wrong with a page or article; `id` is its own when it exists already. */
export function writingFaults(
  table: Table<PageRow>,
  input: WritingInput,
  id: number | undefined,
  field: string,
): UserError[] {
  const errors: UserError[] = [];
  const title = id === undefined ? (input.title ?? '') : input.title;
  if (title != null && title.trim() === '') {
    errors.push({ field: [field, 'title'], message: "Title can't be blank", code: 'BLANK' });
  }
  if (title != null && title.length > 255) {
    errors.push({
      field: [field, 'title'],
      message: 'Title is too long (maximum is 255 characters)',
      code: 'TOO_LONG',
    });
  }
  if (input.handle && table.all().some((row) => row.handle === input.handle && row.id !== id)) {
    errors.push({ field: [field, 'handle'], message: 'Handle has already been taken', code: 'TAKEN' });
  }
  return errors;
}

/** Makes a new page or article; without a word it is published at once, as at Shopify. */
export function newWriting(table: Table<PageRow>, input: WritingInput, nowMs: number): PageRow {
  const title = input.title!.trim();
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  let handle = input.handle || plain;
  for (let count = 1; table.all().some((row) => row.handle === handle); count++) handle = `${plain}-${count}`;
  return {
    id: table.nextId(),
    title,
    handle,
    body: input.body ?? '',
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    publishedAtMs: input.isPublished === false ? undefined : nowMs,
  };
}

/** Changes what is given and leaves the rest. */
export function changedWriting<T extends PageRow>(old: T, input: WritingInput, nowMs: number): T {
  const isPublished = input.isPublished ?? old.publishedAtMs !== undefined;
  return {
    ...old,
    title: input.title?.trim() ?? old.title,
    handle: input.handle || old.handle,
    body: input.body ?? old.body,
    updatedAtMs: nowMs,
    publishedAtMs: isPublished ? (old.publishedAtMs ?? nowMs) : undefined,
  };
}
