import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

function said(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input, { error: issueWords }).error?.issues[0]?.message;
}

describe('what does not fit', () => {
  it.each([
    [z.string(), 1, 'Give text.'],
    [z.string(), undefined, 'Missing; give text.'],
    [z.number(), 'x', 'Give a number.'],
    [z.int(), 1.5, 'Give a whole number.'],
    [z.boolean(), 'yes', 'Give true or false.'],
    [z.array(z.string()), 'x', 'Give a list.'],
    [z.object({}), null, 'Give an object.'],
    [z.enum(['day', 'week']), 'year', 'Give one of: day, week.'],
    [z.enum(['day', 'week']), undefined, 'Missing; give one of: day, week.'],
    [z.literal('day'), 'week', 'Give day.'],
    [z.number().max(250), 251, 'Give at most 250.'],
    [z.number().lt(250), 250, 'Give less than 250.'],
    [z.number().min(2), 1, 'Give at least 2.'],
    [z.number().positive(), 0, 'Give more than 0.'],
    [z.string().min(1), '', 'Give at least 1 character.'],
    [z.string().max(3), 'long', 'Give at most 3 characters.'],
    [z.array(z.int()).min(1), [], 'Give at least 1 entry.'],
  ])('is answered with what to give: %#', (schema, input, words) => {
    expect(said(schema, input)).toBe(words);
  });

  it('keeps the words that its schema has for it', () => {
    expect(said(z.string('Write a name.'), 1)).toBe('Write a name.');
    expect(said(z.string().regex(/^a/, 'Begin with a.'), 'b')).toBe('Begin with a.');
  });

  it('is told in zod’s words where there are none of ours', () => {
    expect(said(z.uuid(), 'x')).toBe(z.uuid().safeParse('x').error?.issues[0]?.message);
  });
});
