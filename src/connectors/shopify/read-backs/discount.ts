import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';

const METHODS = ['Code', 'Automatic'];
const KINDS = ['Basic', 'Bxgy', 'FreeShipping', 'App'];
const STATUS = METHODS.flatMap((method) => KINDS.map((kind) => `... on Discount${method}${kind} { status }`));

export const discountStatusQuery = defineQuery(
  `query DiscountStatus($id: ID!) { discountNode(id: $id) { discount { ${STATUS.join(' ')} } } }`,
  z.object({ discountNode: z.object({ discount: z.object({ status: z.string() }) }).nullable() }),
);

export const discountByCodeQuery = defineQuery(
  `query DiscountByCode($code: String!) {
    codeDiscountNodeByCode(code: $code) { codeDiscount { ... on DiscountCodeBasic { title createdAt } } }
  }`,
  z.object({
    codeDiscountNodeByCode: z
      .object({ codeDiscount: z.object({ title: z.string().optional(), createdAt: z.string().optional() }) })
      .nullable(),
  }),
);
