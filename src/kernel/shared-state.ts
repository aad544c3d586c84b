/** What replicas share through one server, by what it is for. */
export type SharedStore = 'rates' | 'quotas' | 'circuits' | 'notices' | 'cache';

/** What those who use the shared server know of it. */
export interface SharedState {
  /** Whether it may be asked now. */
  readonly up: boolean;
  /** Counts an operation that this replica did alone, or not at all, because the server was away. */
  missed(store: SharedStore): void;
}
