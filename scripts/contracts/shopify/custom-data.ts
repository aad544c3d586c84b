import type { AreaNames } from './area-names.ts';

/** What the emulator knows of metafields and metaobjects. */
export const customDataNames: AreaNames = {
  queries: 'metaobjects metaobject metaobjectByHandle metaobjectDefinitions',
  mutations: 'metafieldsSet metafieldsDelete metaobjectUpsert metaobjectDelete',
  types: {
    HasMetafields: 'metafield metafields',
    Metafield: 'id legacyResourceId namespace key type value jsonValue compareDigest ownerType createdAt updatedAt',
    MetafieldsSetInput: 'ownerId namespace key type value compareDigest',
    MetafieldsSetPayload: 'metafields userErrors',
    MetafieldsSetUserError: 'code field message elementIndex',
    MetafieldIdentifierInput: 'ownerId namespace key',
    MetafieldIdentifier: 'ownerId namespace key',
    MetafieldsDeletePayload: 'deletedMetafields userErrors',
    Metaobject: 'id handle type displayName updatedAt fields',
    MetaobjectField: 'key type value jsonValue',
    MetaobjectDefinition: 'id type name description displayNameKey metaobjectsCount fieldDefinitions',
    MetaobjectFieldDefinition: 'key name required type description',
    MetafieldDefinitionType: 'name category',
    MetaobjectHandleInput: 'type handle',
    MetaobjectUpsertInput: 'handle fields',
    MetaobjectFieldInput: 'key value',
    MetaobjectUpsertPayload: 'metaobject userErrors',
    MetaobjectDeletePayload: 'deletedId userErrors',
    MetaobjectUserError: 'code field message elementIndex elementKey',
  },
  droppedArguments: ['Mutation.metaobjectUpsert(values)'],
  requiredArguments: ['Mutation.metaobjectUpsert(metaobject)'],
};
