/** One setting, as declared in a table. */
export interface Setting {
  readonly name: string;
}
