import type { VendorVoice } from '../../../emulation/faulty-wire.ts';
import type { World } from '../../../emulation/world/records.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../kernel/wire.ts';
import type { GoogleAccounts } from '../../google/emulator/google-accounts.ts';
import {
  googleFailure,
  googleReply,
  refusedReply,
  scopeReply,
  unauthenticatedReply,
  unknownPathReply,
} from '../../google/emulator/google-voice.ts';
import { ACCOUNT, answerAdmin } from './admin-face.ts';
import { answerData } from './data-face.ts';
import type { Habits } from './habits.ts';
import type { PropertyQuota } from './property-quota.ts';
import type { PropertyState } from './property-state.ts';
import { Refusal } from './requests.ts';

/** What the HTTP side stands on. */
export interface HttpParts {
  readonly clock: Clock;
  readonly accounts: GoogleAccounts;
  readonly world: World;
  readonly properties: readonly PropertyState[];
  /** The account of one property's core, realtime or funnel reports. */
  quotaOf(property: string, kind: 'core' | 'realtime' | 'funnel'): PropertyQuota;
  readonly habits: Habits;
  /** Minutes that realtime looks back. */
  readonly realtimeMinutes: number;
  /** Hosts of APIs that nobody has enabled in the project. */
  readonly disabledHosts: readonly string[];
  /** Every quota that is open, for errors of the server's own. */
  quotas(): Iterable<PropertyQuota>;
}

const DATA_HOST = 'analyticsdata.googleapis.com';
const ADMIN_HOST = 'analyticsadmin.googleapis.com';

const READ = 'https://www.googleapis.com/auth/analytics.readonly';
const EDIT = 'https://www.googleapis.com/auth/analytics.edit';

/** Google's HTTP: which hosts and paths there are, who may enter, and what is said to those who may not. */
export class HttpFace implements VendorVoice {
  readonly #parts: HttpParts;

  constructor(parts: HttpParts) {
    this.#parts = parts;
  }

  answer(request: WireRequest): WireReply {
    const { accounts, disabledHosts } = this.#parts;
    if (accounts.isForTokens(request)) return accounts.answer(request);
    const { host, pathname } = new URL(request.url);
    if (host !== DATA_HOST && host !== ADMIN_HOST) return unknownPathReply(pathname);
    const scopes = accounts.scopesOf(request);
    if (scopes === undefined) return unauthenticatedReply();
    if (disabledHosts.includes(host)) return disabledReply(host);
    const [, version = '', path = ''] = /^\/(v1beta|v1alpha)\/(.+)$/.exec(pathname) ?? [];
    if (!mayEnter(host, request, path, scopes)) return scopeReply(host, path);
    try {
      return this.#route(host, version, path, request) ?? unknownPathReply(pathname);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, status, message } = error;
      return googleFailure({ code, status, message });
    }
  }

  operationOf({ url, method }: WireRequest): string | undefined {
    const { pathname } = new URL(url);
    const verb = /:(\w+)$/.exec(pathname)?.[1];
    return verb ?? `${method} ${pathname.split('/').at(-1)}`;
  }

  throttled(): WireReply {
    return googleFailure({ code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Exhausted concurrent requests quota.' });
  }

  refused(status: number): WireReply {
    if (status >= 500) for (const quota of this.#parts.quotas()) quota.fail();
    return refusedReply(status);
  }

  #route(host: string, version: string, path: string, request: WireRequest): WireReply | undefined {
    const { world, properties, clock } = this.#parts;
    const nowMs = clock.now();
    const answer =
      host === ADMIN_HOST
        ? answerAdmin(version, path, request, { world, properties, nowMs })
        : answerData(version, path, request, { ...this.#parts, nowMs });
    if (answer === undefined) return undefined;
    return 'refusal' in answer ? answer.refusal : googleReply(answer.body);
  }
}

/** Reading takes either scope; changes and their history take the one that edits. */
function mayEnter(host: string, { method }: WireRequest, path: string, scopes: readonly string[]): boolean {
  if (scopes.includes(EDIT)) return true;
  const edits = host === ADMIN_HOST && (method !== 'GET' || path.startsWith(`accounts/${ACCOUNT}:`));
  return scopes.includes(READ) && !edits;
}

function disabledReply(service: string): WireReply {
  const name = service === DATA_HOST ? 'Google Analytics Data API' : 'Google Analytics Admin API';
  return googleFailure({
    code: 403,
    status: 'PERMISSION_DENIED',
    message: `${name} has not been used in project 5550142 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${service}/overview?project=5550142 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { consumer: 'projects/5550142', service },
      },
    ],
  });
}
