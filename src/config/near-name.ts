/**
 * Gives the known name that `name` is most likely a slip of, or `undefined`: at most two edits away, or a third of its
 * length where the first word is the same.
 */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < least && distance <= allowance(name, candidate)) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

function allowance(name: string, candidate: string): number {
  const shorter = Math.min(name.length, candidate.length);
  const sameFirstWord = candidate.includes('_') && name.split('_', 1)[0] === candidate.split('_', 1)[0];
  if (sameFirstWord) return Math.max(2, Math.floor(shorter / 3));
  return shorter >= 8 ? 2 : 0;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
        swapped ? before[column - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length]!;
}
