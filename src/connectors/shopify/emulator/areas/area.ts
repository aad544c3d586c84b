import type { GraphQLResolveInfo } from 'graphql';
import type { Exchange } from '../exchange.ts';
import { idOfType } from '../gid.ts';

/** Answers one field of `QueryRoot` or `Mutation`. */
// biome-ignore lint/suspicious/noExplicitAny: each field has arguments of its own, which the schema has checked
export type Resolve = (args: any, exchange: Exchange, info: GraphQLResolveInfo) => unknown;

/** Shows the record behind the number of a global id; `null` when there is none. */
export type ShowNode = (id: number, exchange: Exchange, gid: string) => unknown;

/** One area of the Admin API: the root fields that it answers, and the types of global ids that it can show. */
export interface Area {
  readonly queries?: Readonly<Record<string, Resolve>>;
  readonly mutations?: Readonly<Record<string, Resolve>>;
  /** Mutations that Shopify refuses without the directive `@idempotent`. */
  readonly idempotent?: readonly string[];
  readonly nodes?: Readonly<Record<string, ShowNode>>;
}

/** Answers a field that takes the global id of one type. */
export function byId(type: string, show: ShowNode): Resolve {
  return ({ id }: { id: string }, exchange) => {
    const found = idOfType(type, id);
    return found === undefined ? null : show(found, exchange, id);
  };
}

/** Shows a record, or `null` where there is none. */
export function showing<T>(row: T | undefined, view: (row: T) => unknown): unknown {
  return row === undefined ? null : view(row);
}
