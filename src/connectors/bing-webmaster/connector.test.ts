import { describe, expect, it } from 'vitest';
import { connectBing } from '../../../test/support/connected-bing.ts';
import { bingWebmaster } from './connector.ts';

const EXAMPLES = bingWebmaster.tools.flatMap((tool) =>
  tool.examples.map((example) => ({ tool, example, title: `${tool.name}: ${example.title}` })),
);

describe('every example', () => {
  it.each(EXAMPLES)('$title works, with no more requests than the tool has paid for', async ({ tool, example }) => {
    const bing = connectBing();

    await bing.call(tool, example.input);

    expect(bing.sent.length).toBeLessThanOrEqual(tool.cost?.(tool.input.parse(example.input)) ?? 1);
  });

  it.each(EXAMPLES)('$title works with a token, too', async ({ tool, example }) => {
    const bing = connectBing({ signIn: 'oauth' });

    await bing.call(tool, example.input);

    expect(bing.sent.every(({ url }) => !url.includes('apikey'))).toBe(true);
  });
});
