import type { Authentication } from './authentication.ts';
import type { Setting } from './setting.ts';
import type { Tool } from './tool.ts';
import type { WireReply } from './wire.ts';

/** One HTTP request in a connector's words: the path is under the connection's origin, authentication is added later. */
export interface ChannelRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute path with query, already encoded: `/admin/api/2026-10/graphql.json`. */
  readonly path: string;
  /** Another origin of the connection's allow-list; without it, the connection's own. */
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `bytes` leaves a successful reply's body undecoded, for files. `text` without it. */
  readonly reading?: 'text' | 'bytes';
}

/** What a connector's upstream speaks through. Gives the body of an `ok` verdict; every other verdict is thrown as a `PlatformError`. */
export interface Channel {
  send(request: ChannelRequest): Promise<unknown>;
}

/** The vendor's own account of a quota, read from a reply. Units are the connector's. */
export interface QuotaReading {
  readonly available: number;
  readonly maximum: number;
  readonly restorePerSecond: number;
}

/** A quota that is used up until an instant, epoch ms. */
export interface UsedUpQuota {
  readonly untilMs: number;
  readonly message: string;
  readonly of?: 'connection' | 'scope';
  /** Until when instead, where the same was stopped within the hour before: a vendor that punishes who comes back too soon. */
  readonly againUntilMs?: number;
}

/** What a reply means, decided by the connector before anything shared sees it. Messages are ours: they quote nothing secret. */
export type Verdict =
  | {
      readonly kind: 'ok';
      readonly body: unknown;
      readonly quota?: QuotaReading;
      /** What the operator should read once: a deprecation, another API version than asked for. Goes to the log: never the vendor's free text. */
      readonly notes?: readonly string[];
      /** A good reply whose own account says that the next ones would use up what is left: they are refused until then. */
      readonly usedUp?: UsedUpQuota;
    }
  /** Not executed; may be sent again after the wait. */
  | { readonly kind: 'throttled'; readonly retryAfterMs?: number; readonly quota?: QuotaReading }
  /** Not executed; used up until the instant, epoch ms: for the whole connection, or for the tool's `quotaScope` alone. */
  | ({ readonly kind: 'quota' } & UsedUpQuota)
  /** The credentials are wrong, expired or withdrawn. */
  | { readonly kind: 'authentication'; readonly message: string }
  /** The credentials lack a right. */
  | { readonly kind: 'permission'; readonly message: string }
  /** The call itself is wrong; the caller can change it. */
  | {
      readonly kind: 'rejected';
      readonly message: string;
      readonly issues?: readonly { path: string; message: string }[];
    }
  | { readonly kind: 'not_found'; readonly message: string }
  /** The vendor failed; `executed: 'no'` only where the vendor says that nothing was done. */
  | {
      readonly kind: 'failed';
      readonly executed: 'no' | 'unknown';
      readonly message: string;
      /** The vendor's own wait, where it names one. */
      readonly retryAfterMs?: number;
    };

/** How to reach one connection, made from its settings; holds no secret. */
export interface Target {
  /** `https://acme.myshopify.com` */
  readonly origin: string;
  /** Origins that are shown the credential besides `origin`: a vendor's second API. */
  readonly signedOrigins?: readonly string[];
  /** Every host that requests of this connection may go to, exactly. */
  readonly hosts: readonly string[];
  readonly authentication: Authentication;
  /** What the connector wants to remember: an API version, a site. Shown in health and answers, so never a secret. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A connection's settings as its connector sees them: values of non-secrets, presence of secrets. */
export interface ConnectionSettings {
  value(name: string): string | undefined;
  has(name: string): boolean;
}

/** What the cheap probe of a connection found. */
export interface Probe {
  /** A sentence for the operator: what answered, as whom. */
  readonly summary: string;
  /** What will not work and what to do about it: missing scopes, a version near its end. */
  readonly warnings: readonly string[];
}

/** A connector as data. Made by `defineConnector` in `connectors/define.ts`, which checks it. */
// biome-ignore lint/suspicious/noExplicitAny: a list of connectors of different shapes needs the bottom type of each
export interface Connector<Up = any> {
  /** Also its folder, and its label in REST, metrics and the console. */
  readonly id: string;
  readonly title: string;
  /** A sentence for agents: what lives behind it. */
  readonly description: string;
  /** Raised when the meaning of a cached answer changes. */
  readonly version: number;
  /** `shopify_` */
  readonly toolPrefix: string;
  readonly settings: readonly Setting[];
  /** What to reach, or which settings are missing for a live connection, by name. Throws nothing. */
  configure(settings: ConnectionSettings): { readonly target: Target } | { readonly missing: readonly string[] };
  /** Vendor quota before the vendor has told; absent where the vendor has none that is counted per call. */
  readonly quota?: QuotaReading & { readonly unit: string };
  /** Attempts at the same time at most, where the vendor bears fewer than the setting allows. */
  readonly concurrency?: number;
  /** How long a connection is left alone after a call whose last attempt, too, the vendor throttled: for vendors that punish who keeps asking. */
  readonly restMs?: number;
  /** Retries of a call at most, where the vendor counts its own failures against whoever asks. */
  readonly retries?: number;
  /** Judges a reply; `now` is epoch ms. Throws nothing. */
  classify(reply: WireReply, now: number): Verdict;
  upstream(channel: Channel, target: Target): Up;
  probe(upstream: Up): Promise<Probe>;
  readonly tools: readonly Tool[];
}
