import type { CallRequest } from '../../kernel/call.ts';
import type { Principal } from '../../kernel/principal.ts';
import type { Era } from './era.ts';
import type { RpcRequest } from './json-rpc.ts';
import type { Toolsets } from './toolsets.ts';

/** Where a message came from, as its transport tells. */
export interface Origin extends Pick<CallRequest, 'principal' | 'face' | 'correlationId' | 'signal' | 'facts'> {
  /** The `Idempotency-Key` header as it came. */
  readonly idempotencyKey?: string;
  /** Milliseconds of the `Prefer: wait` header. */
  readonly deadlineMs?: number;
  /** The caller as it is now; throws or gives nothing when its key is no longer valid. For what outlasts one answer. */
  readonly stillCalls: () => Principal | undefined | Promise<Principal | undefined>;
  /** What the client wants listed; absent where it did not say. */
  readonly toolsets?: Toolsets;
}

/** One request with all that its method may ask about. */
export interface Exchange {
  readonly message: RpcRequest;
  readonly era: Era;
  readonly origin: Origin;
}
