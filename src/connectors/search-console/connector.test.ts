import { describe, expect, it } from 'vitest';
import { connectSearchConsole } from '../../../test/support/connected-search-console.ts';
import { searchConsole } from './connector.ts';

const EXAMPLES = searchConsole.tools.flatMap((tool) =>
  tool.examples.map((example) => ({ tool, example, title: `${tool.name}: ${example.title}` })),
);

describe('every example', () => {
  it.each(EXAMPLES)('$title works, in no more requests than the tool says', async ({ tool, example }) => {
    const console = connectSearchConsole();

    await console.call(tool, example.input);

    expect(console.exchanged.length).toBeGreaterThan(0);
    expect(console.exchanged.length).toBeLessThanOrEqual(tool.cost?.(tool.input.parse(example.input)) ?? 0);
  });
});
