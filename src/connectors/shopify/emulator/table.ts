/** Records of one kind by id: the world's, overlaid with what this emulator was told to change. */
export class Table<T extends { readonly id: number }> {
  readonly #rows: Map<number, T>;
  #lastId: number;

  constructor(rows: readonly T[]) {
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#lastId = rows.reduce((last, { id }) => Math.max(last, id), 0);
  }

  get(id: number | undefined): T | undefined {
    return id === undefined ? undefined : this.#rows.get(id);
  }

  /** Gives all rows in the order in which they came; a changed row keeps its place. */
  all(): T[] {
    return [...this.#rows.values()];
  }

  put(row: T): void {
    this.#lastId = Math.max(this.#lastId, row.id);
    this.#rows.set(row.id, row);
  }

  /** Takes a row away; its id is not given again. */
  delete(id: number): boolean {
    return this.#rows.delete(id);
  }

  /** Gives the id of the next new row; each is given once. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
