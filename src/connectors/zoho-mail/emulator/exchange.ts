import type { WireRequest } from '../../../kernel/wire.ts';
import type { MailState } from './mail-state.ts';

/** What a handler may know of one request. */
export interface Exchange {
  readonly state: MailState;
  readonly nowMs: number;
  readonly request: WireRequest;
  readonly query: URLSearchParams;
  /** The ids in the path, in order. */
  readonly ids: readonly string[];
}

/** The JSON object of a request's body; `undefined` where it is none. */
export function bodyOf({ request }: Exchange): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
