import { z } from 'zod';

export const ShopifyRedirect = z.object({ id: z.string(), path: z.string(), target: z.string() });

export const Redirect = z.object({
  id: z.string().describe('Global id.'),
  path: z.string().describe('Old path.'),
  target: z.string().describe('Where it leads: a path of the shop or a whole address.'),
});
