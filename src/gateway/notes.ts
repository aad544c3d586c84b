/** Told what a vendor wants its operator to read. */
export type NoteObserver = (connection: string, note: string) => void;

const REMEMBERED_MAX = 1_000;

/**
 * Hands each note of each connection on once. Vendors say the same with every answer, and a vendor that says something new
 * every time is heard no more after a thousand notes.
 */
export function noteOnce(observe: NoteObserver): NoteObserver {
  const known = new Set<string>();
  return (connection, note) => {
    const text = `${connection} ${note}`;
    if (known.has(text) || known.size >= REMEMBERED_MAX) return;
    known.add(text);
    observe(connection, note);
  };
}
