import { describe, expect, it } from 'vitest';
import { connectAnalytics } from '../../../test/support/connected-analytics.ts';
import { analytics } from './connector.ts';

const EXAMPLES = analytics.tools.flatMap((tool) =>
  tool.examples.map((example) => ({ tool, example, title: `${tool.name}: ${example.title}` })),
);

describe('every example', () => {
  it.each(EXAMPLES)('$title works', async ({ tool, example }) => {
    const google = connectAnalytics();

    await google.call(tool, example.input);

    expect(google.sent.length).toBeGreaterThan(0);
  });
});
