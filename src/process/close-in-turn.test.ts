import { expect, it } from 'vitest';
import { closeInTurn } from './close-in-turn.ts';

it('closes everything, the last opened first, though one of them fails, and says so', async () => {
  const closed: string[] = [];
  const part = (name: string) => ({
    async [Symbol.asyncDispose]() {
      closed.push(name);
      if (name === 'log') throw new Error('the log is full');
    },
  });
  const opened = ['database', 'log', 'server'].map(part);

  await expect(closeInTurn(opened)).rejects.toThrow('the log is full');

  expect(closed).toEqual(['server', 'log', 'database']);
  expect(opened).toEqual([]);
});
