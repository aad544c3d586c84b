import { z } from 'zod';
import { defineQuery } from '../protocol/document.ts';

export const publishedStateQuery = defineQuery(
  `query PublishedState($id: ID!, $publication: ID!) {
    node(id: $id) {
      ... on Product { publishedOnPublication(publicationId: $publication) }
      ... on Collection { publishedOnPublication(publicationId: $publication) }
    }
  }`,
  z.object({ node: z.object({ publishedOnPublication: z.boolean() }).nullable() }),
);
