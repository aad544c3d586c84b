import { z } from 'zod';

const Described = {
  apiName: z.string(),
  uiName: z.string().optional(),
  description: z.string().optional(),
  category: z.string().optional(),
  customDefinition: z.boolean().optional(),
};

/** What a property's reports can be made of, its own names included. */
export const GaMetadata = z.object({
  dimensions: z.array(z.object(Described)).optional(),
  metrics: z
    .array(
      z.object({
        ...Described,
        type: z.string().optional(),
        expression: z.string().optional(),
        blockedReasons: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** In the alpha alone. */
  conversions: z.array(z.object({ conversionAction: z.string(), displayName: z.string().default('') })).optional(),
});
