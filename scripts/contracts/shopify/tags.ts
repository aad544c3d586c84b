import type { AreaNames } from './area-names.ts';

/** What the emulator knows of tags. */
export const tagsNames: AreaNames = {
  mutations: 'tagsAdd tagsRemove',
  types: {
    TagsAddPayload: 'node userErrors',
    TagsRemovePayload: 'node userErrors',
  },
};
