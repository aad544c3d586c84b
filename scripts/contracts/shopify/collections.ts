import type { AreaNames } from './area-names.ts';

/** What the emulator knows of collections, and of where they and products are published. */
export const collectionsNames: AreaNames = {
  queries: 'collections collection collectionByIdentifier collectionsCount publications',
  mutations: 'publishablePublish publishableUnpublish collectionDelete',
  types: {
    Collection: `id legacyResourceId title handle description descriptionHtml seo sortOrder updatedAt templateSuffix image
      products productsCount hasProduct publishedOnPublication metafield metafields`,
    CollectionIdentifierInput: 'id handle',
    CollectionDeleteInput: 'id',
    CollectionCreatePayload: 'collection userErrors',
    CollectionUpdatePayload: 'collection job userErrors',
    CollectionDeletePayload: 'deletedCollectionId userErrors',
    Publication: 'id autoPublish channels',
    Channel: 'id name handle',
    Publishable: 'publishedOnPublication',
    PublicationInput: 'publicationId publishDate',
    PublishablePublishPayload: 'publishable userErrors',
    PublishableUnpublishPayload: 'publishable userErrors',
  },
  droppedArguments: [
    'Collection.image(maxWidth)',
    'QueryRoot.collections(savedSearchId)',
    'QueryRoot.collectionsCount(savedSearchId)',
    'QueryRoot.publications(catalogType)',
  ],
};
