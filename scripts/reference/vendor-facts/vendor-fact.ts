/** The test that shows what the platform makes of a fact: its file below `src/connectors`, or a path that begins with `src/` or `test/`, and its title. */
export type Proof = readonly [file: string, title: string];

/** Something that a vendor does, limits, refuses or wants. */
export interface VendorFact {
  readonly says: string;
  /** By what it is found where facts of vendors are collected. */
  readonly mark: string;
  readonly proofs?: readonly Proof[];
  /** Where nothing is to be shown: why. */
  readonly whyNot?: string;
}
