import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileStrictly } from '../../../test/support/answer-checks.ts';
import { CONNECTORS } from '../../connectors/index.ts';
import { publishedInput, publishedOutput } from '../../gateway/published-schemas.ts';
import { listedInput, outlineOf } from './listed-schemas.ts';

const TOOLS = CONNECTORS.flatMap(({ tools }) => tools);
const ARGUMENTS = z.toJSONSchema(
  z.strictObject({
    pattern: z.string().regex(/^a+$/).min(2).max(9).describe('A pattern.'),
    state: z.enum(['open', 'closed']).default('open'),
    tags: z.array(z.string().max(5)).max(3).default(['pattern']),
    limit: z.int().min(1).max(50),
  }),
  { io: 'input' },
);

describe('listed arguments', () => {
  it('keep names, types, choices, bounds and descriptions, and leave out patterns and lengths of text', () => {
    expect(listedInput(ARGUMENTS)).toMatchObject({
      properties: {
        pattern: { type: 'string', description: 'A pattern.' },
        state: { enum: ['open', 'closed'], default: 'open' },
        tags: { maxItems: 3, items: { type: 'string' }, default: ['pattern'] },
        limit: { minimum: 1, maximum: 50 },
      },
      required: ['pattern', 'limit'],
      additionalProperties: false,
    });
    expect(JSON.stringify(listedInput(ARGUMENTS))).not.toMatch(/Length|"pattern":"/);
  });

  it.each(TOOLS)('take every example of $name, as the full schema does', (tool) => {
    const listed = compileStrictly(listedInput(publishedInput(tool, ['default'])));
    for (const { input } of tool.examples) expect(listed(input)).toBe(true);
  });
});

describe('the outline of an answer', () => {
  it.each(TOOLS)('names each member of the answer of $name with its type, and nothing below', (tool) => {
    const full = publishedOutput(tool);
    const outline = outlineOf(full);

    expect(() => compileStrictly(outline)).not.toThrow();
    expect(Object.keys(outline.properties as object)).toEqual(Object.keys(full.properties as object));
    expect(outline.required).toEqual(full.required);
    expect(JSON.stringify(outline)).not.toContain('description');
  });
});
