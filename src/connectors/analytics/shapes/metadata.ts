import { z } from 'zod';

const Described = {
  apiName: z.string(),
  uiName: z.string().optional(),
  description: z.string().optional(),
  category: z.string().optional(),
  customDefinition: z.boolean().optional(),
};

/** What a property's reports can be made of, its own names included. Every property has some; an answer without is none. */
export const GaMetadata = z.object({
  dimensions: z.array(z.object(Described)).min(1),
  metrics: z
    .array(
      z.object({
        ...Described,
        type: z.string().optional(),
        expression: z.string().optional(),
        blockedReasons: z.array(z.string()).optional(),
      }),
    )
    .min(1),
  /** In the alpha alone. */
  conversions: z.array(z.object({ conversionAction: z.string(), displayName: z.string().default('') })).optional(),
});
