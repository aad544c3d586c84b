import type { z } from 'zod';
import type { ApiVersion } from '../settings.ts';

/**
 * One GraphQL document: its text, the name of its operation, and the part of Shopify's answer that is read. A query
 * looks; a mutation changes. Values travel as variables, never inside the text.
 */
export interface Document<Kind extends 'query' | 'mutation', Reply> {
  readonly kind: Kind;
  readonly name: string;
  readonly text: string;
  /** The text as JSON, written once. */
  readonly json: string;
  /** Whether anything in it is searched for by a text, of which Shopify may ignore a part. */
  readonly searches: boolean;
  readonly reply: z.ZodType<Reply>;
  /** The versions of the API that it is for; `undefined` for all. */
  readonly versions?: readonly ApiVersion[] | undefined;
}

export type Query<Reply = unknown> = Document<'query', Reply>;
export type Mutation<Reply = unknown> = Document<'mutation', Reply>;

const OPERATION = /^\s*(query|mutation)\s+([A-Z][A-Za-z]*)/;

/** Declares a query; its name is the operation's own. */
export function defineQuery<Reply>(
  text: string,
  reply: z.ZodType<Reply>,
  versions?: readonly ApiVersion[],
): Query<Reply> {
  return { kind: 'query', name: operationName(text, 'query'), ...written(text), reply, versions };
}

/** Declares a mutation; its name is the operation's own. */
export function defineMutation<Reply>(
  text: string,
  reply: z.ZodType<Reply>,
  versions?: readonly ApiVersion[],
): Mutation<Reply> {
  return { kind: 'mutation', name: operationName(text, 'mutation'), ...written(text), reply, versions };
}

const SEARCH = /\bquery\s*:/;

/** What a document says by its text alone. */
export function written(text: string): Pick<Document<'query' | 'mutation', unknown>, 'text' | 'json' | 'searches'> {
  return { text, json: JSON.stringify(text), searches: SEARCH.test(text) };
}

function operationName(text: string, kind: 'query' | 'mutation'): string {
  const [, operation, name] = OPERATION.exec(text) ?? [];
  if (operation !== kind || name === undefined) {
    throw new TypeError(`Begin the document with \`${kind}\` and a name: ${text.trim().slice(0, 40)}`);
  }
  return name;
}
