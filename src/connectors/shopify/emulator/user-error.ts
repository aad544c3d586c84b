/** Why a mutation was not carried out, as its payload says. */
export interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  /** Only where the payload's errors have codes. */
  readonly code?: string;
}
