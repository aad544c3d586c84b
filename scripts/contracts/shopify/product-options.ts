import type { AreaNames } from './area-names.ts';

/** What the emulator knows of changes to the options of a product. */
export const productOptionsNames: AreaNames = {
  mutations: 'productOptionsCreate productOptionUpdate productOptionsDelete productOptionsReorder',
  types: {
    OptionCreateInput: 'name position values',
    OptionValueCreateInput: 'name',
    OptionUpdateInput: 'id name position',
    OptionValueUpdateInput: 'id name',
    OptionReorderInput: 'id name values',
    OptionValueReorderInput: 'id name',
    ProductOptionsCreatePayload: 'product userErrors',
    ProductOptionsCreateUserError: 'code field message',
    ProductOptionUpdatePayload: 'product userErrors',
    ProductOptionUpdateUserError: 'code field message',
    ProductOptionsDeletePayload: 'deletedOptionsIds product userErrors',
    ProductOptionsDeleteUserError: 'code field message',
    ProductOptionsReorderPayload: 'product userErrors',
    ProductOptionsReorderUserError: 'code field message',
  },
};
