/** Closes what was opened, the last first, and empties the list. One that fails keeps none of the others open; the first failure is thrown. */
export async function closeInTurn(opened: AsyncDisposable[]): Promise<void> {
  const failures: unknown[] = [];
  for (let part = opened.pop(); part !== undefined; part = opened.pop()) {
    try {
      await part[Symbol.asyncDispose]();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
