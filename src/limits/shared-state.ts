/** What stores that fall back know of the shared one. */
export interface SharedState {
  /** Whether it may be asked now. */
  readonly up: boolean;
  /** Counts an operation that was done alone instead. */
  missed(store: 'rates' | 'quotas'): void;
}
