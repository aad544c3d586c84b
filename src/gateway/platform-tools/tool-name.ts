import { z } from 'zod';

const NAME_MAX = 64;

/** Input field for a tool's name. Whether there is such a tool is for the directory to say. */
export const toolName = z
  .string()
  .max(NAME_MAX)
  .regex(/^[a-z0-9_]+$/, 'Give a name as search_tools shows it.')
  .describe('Name of the tool.');
