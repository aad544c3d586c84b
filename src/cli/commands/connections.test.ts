import { describe, expect, it } from 'vitest';
import { run } from '../../../test/support/cli-run.ts';

describe('connections', () => {
  it('add takes settings from the line and secrets from elsewhere', async () => {
    const actions: unknown[][] = [];
    const perform = async (...of: unknown[]) => {
      actions.push(of);
      return { id: 'a/b', on: true, mode: 'live' };
    };
    const line = [
      'connections',
      'add',
      'a',
      'b',
      '--set',
      'A_SHOP=x=y',
      '--secret',
      'A_TOKEN',
      '--secret-env',
      'A_KEY=V',
    ];

    const { stdout } = await run(line, {
      operator: { perform },
      stdin: 'hush\n',
      deps: { environment: () => 'hush too' },
    });

    expect(actions).toEqual([
      [
        'connections.add',
        {
          connector: 'a',
          name: 'b',
          settings: { A_SHOP: 'x=y' },
          secrets: { A_TOKEN: 'hush', A_KEY: 'hush too' },
        },
      ],
    ]);
    expect(stdout).toContain('Added a/b. It can be called (live).');
    expect(stdout).not.toContain('hush');
  });

  it.each([
    [['set', 'a/b', '--set', 'A_SHOP='], { settings: { A_SHOP: '' } }],
    [['set', 'a/b', '--mock'], { mock: true }],
    [['set', 'a/b', '--no-mock'], { mock: false }],
  ])('%j says what to change', async (words, change) => {
    const actions: unknown[][] = [];
    const perform = async (...of: unknown[]) => {
      actions.push(of);
      return { id: 'a/b', on: false, because: 'A is off: set A_TOKEN.' };
    };

    const { stdout } = await run(['connections', ...words], { operator: { perform } });

    expect(actions).toEqual([['connections.set', { connection: 'a/b', ...change }]]);
    expect(stdout).toContain('A is off: set A_TOKEN.');
  });

  it('list, remove and test tell what there is, and a failed test ends with 1', async () => {
    const listed = { id: 'a/b', definedBy: 'record', on: true, mode: 'live', settings: { S: 'x' }, secrets: ['T'] };
    const found = { connection: 'a/b', mode: 'live', state: 'failed', summary: 'Refused.', warnings: ['Scope.'] };
    const perform = async (action: string) => (action === 'connections.list' ? { connections: [listed] } : found);

    const list = await run(['connections', 'list'], { operator: { perform } });
    const test = await run(['connections', 'test', 'a/b'], { operator: { perform } });
    const removed = await run(['connections', 'remove', 'a/b'], { operator: { perform } });

    expect(list.stdout).toMatch(/a\/b.*record.*live.*S=x.*T/s);
    expect([test.code, test.stdout]).toEqual([1, expect.stringContaining('Refused.')]);
    expect(removed.stdout).toContain('Removed a/b with its secrets.');
  });
});
