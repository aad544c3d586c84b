/** A name that reports are made of. */
export interface Field {
  /** What the API calls it: `sessionSourceMedium`. */
  readonly name: string;
  readonly kind: 'dimension' | 'metric';
  /** What Analytics' own pages call it. */
  readonly label: string;
  readonly category: string;
}
