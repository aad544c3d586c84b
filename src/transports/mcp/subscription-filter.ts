import { isObject, RpcError, type RpcMessage } from './json-rpc.ts';

/** What a client wants to hear of (basic/patterns/subscriptions); what is not offered here is left out. */
export interface SubscriptionFilter {
  readonly toolsListChanged?: true;
  readonly resourceSubscriptions?: readonly string[];
}

/** More than a connection has for each of its resources. */
const URIS_MAX = 200;
const KINDS = ['toolsListChanged', 'promptsListChanged', 'resourcesListChanged'] as const;

/** Reads `params.notifications`. Throws `RpcError` saying what it should be. */
export function readFilter({ params: { notifications } }: RpcMessage): SubscriptionFilter {
  if (!isObject(notifications)) throw bad('Say in params.notifications what to listen for, as an object.');
  for (const kind of KINDS) {
    const value = notifications[kind];
    if (value !== undefined && typeof value !== 'boolean') throw bad(`params.notifications.${kind} is true or false.`);
  }
  const uris = notifications.resourceSubscriptions ?? [];
  if (!Array.isArray(uris) || !uris.every((uri): uri is string => typeof uri === 'string')) {
    throw bad('params.notifications.resourceSubscriptions is a list of URIs, as resources/list gives them.');
  }
  if (uris.length > URIS_MAX) throw bad(`Subscribe to at most ${URIS_MAX} resources at a time.`);
  return {
    ...(notifications.toolsListChanged === true && { toolsListChanged: true }),
    ...(uris.length > 0 && { resourceSubscriptions: [...new Set(uris)] }),
  };
}

function bad(message: string): RpcError {
  return new RpcError('invalid_params', message);
}
