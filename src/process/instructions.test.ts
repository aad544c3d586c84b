import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../connectors/index.ts';
import { instructionsFor } from './instructions.ts';

describe('what clients are told once', () => {
  it('names each system by the beginning of its tools', () => {
    const told = instructionsFor(CONNECTORS);

    for (const { title, toolPrefix } of CONNECTORS) expect(told.slice(0, 400)).toContain(`${toolPrefix} is ${title}`);
  });

  it('is short enough to be shown whole by clients that cut it', () => {
    expect(instructionsFor(CONNECTORS).length).toBeLessThanOrEqual(2_000);
  });
});
