import type { AreaNames } from './area-names.ts';

/** What the emulator knows of the shop's files. */
export const filesNames: AreaNames = {
  queries: 'files',
  mutations: 'fileCreate fileUpdate',
  types: {
    File: 'id alt fileStatus preview fileErrors createdAt updatedAt',
    FileError: 'code details message',
    GenericFile: 'id alt fileStatus preview fileErrors createdAt updatedAt url mimeType originalFileSize',
    MediaImage: 'fileStatus fileErrors',
    FileCreateInput: 'originalSource alt contentType filename',
    FileCreatePayload: 'files userErrors',
    FileUpdateInput: 'id alt referencesToAdd referencesToRemove',
    FileUpdatePayload: 'files userErrors',
    FilesUserError: 'code field message',
  },
  droppedArguments: ['QueryRoot.files(savedSearchId)'],
};
