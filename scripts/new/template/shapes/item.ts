import { z } from 'zod';

/** An item in Sample's words; of what it says, what tools use. */
export const SampleItem = z.object({ id: z.string(), name: z.string(), updated_at: z.string() });

/** An item in ours. */
export const Item = z.object({
  id: z.string().describe('Id of the item.'),
  name: z.string().describe('Its name.'),
  updatedAt: z.string().describe('When it was changed last, ISO 8601.'),
});

/** Puts theirs into ours. */
export function toItem({ id, name, updated_at }: z.output<typeof SampleItem>): z.output<typeof Item> {
  return { id, name, updatedAt: updated_at };
}

/** Input field for the item that is meant. */
export const itemField = z.string().min(1).max(64).describe('Id, as sample_list_items shows it.');
