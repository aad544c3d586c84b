import type { AuditEntry } from '../kernel/audit-entry.ts';

const ROWS_A_MINUTE = 10;
const WINDOW_MS = 60_000;
const CAUSES_MAX = 10_000;

interface Window {
  readonly endsAt: number;
  rows: number;
  counted: number;
  last: AuditEntry;
}

/**
 * Keeps a flood of equal refusals from becoming a flood of rows: of one principal and cause, ten rows a minute are
 * written one by one, the rest of that minute as one row with their count.
 */
export class RefusalCounter {
  readonly #windows = new Map<string, Window>();

  /** Whether the entry gets a row of its own. Otherwise it is counted, and `drain` gives the count later. */
  count(entry: AuditEntry, nowMs: number): boolean {
    const cause = `${entry.principalId} ${entry.outcome}`;
    const window = this.#windows.get(cause);
    if (!window || nowMs >= window.endsAt) {
      // A window that still holds a count is left for `drain`; under so many causes at once each entry gets its row.
      if (window?.counted || this.#windows.size >= CAUSES_MAX) return true;
      this.#windows.set(cause, { endsAt: nowMs + WINDOW_MS, rows: 1, counted: 0, last: entry });
      return true;
    }
    if (window.rows < ROWS_A_MINUTE) {
      window.rows += 1;
      return true;
    }
    window.counted += 1;
    window.last = entry;
    return false;
  }

  /** Takes out the windows that ended by `nowMs`: one row for each that counted anything. */
  drain(nowMs: number): AuditEntry[] {
    const rows: AuditEntry[] = [];
    for (const [cause, window] of this.#windows) {
      if (nowMs < window.endsAt) continue;
      this.#windows.delete(cause);
      if (window.counted > 0) rows.push({ ...window.last, count: window.counted });
    }
    return rows;
  }
}
