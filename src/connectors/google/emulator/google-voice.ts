import type { WireReply } from '../../../kernel/wire.ts';

/** One failure in Google's envelope. */
export interface GoogleFailure {
  readonly code: number;
  readonly message: string;
  /** `PERMISSION_DENIED`; left out where the API leaves it out. */
  readonly status?: string;
  /** For the older list `errors`. */
  readonly reason?: string;
  readonly domain?: string;
  readonly details?: readonly Readonly<Record<string, unknown>>[];
}

const jsonHeaders = { 'content-type': 'application/json; charset=UTF-8', vary: 'Origin, X-Origin, Referer' };

/** Gives a good reply. */
export function googleReply(body: unknown): WireReply {
  return { status: 200, headers: jsonHeaders, body: `${JSON.stringify(body, null, 2)}\n` };
}

/** Gives the reply of a write that answers nothing. */
export function emptyReply(): WireReply {
  return { status: 204, headers: {}, body: '' };
}

/** Gives a failure in Google's envelope. */
export function googleFailure({ code, message, status, reason, domain = 'global', details }: GoogleFailure): WireReply {
  const errors = reason === undefined ? {} : { errors: [{ message, domain, reason }] };
  const error = { code, message, ...errors, ...(status && { status }), ...(details && { details }) };
  return { status: code, headers: jsonHeaders, body: `${JSON.stringify({ error }, null, 2)}\n` };
}

/** Gives what Google says to a request without a good access token. */
export function unauthenticatedReply(): WireReply {
  return googleFailure({
    code: 401,
    status: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    reason: 'authError',
  });
}

/** Gives what Google says where the token's scopes do not reach. */
export function scopeReply(service: string, method: string): WireReply {
  return googleFailure({
    code: 403,
    status: 'PERMISSION_DENIED',
    message: 'Request had insufficient authentication scopes.',
    reason: 'insufficientPermissions',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
        domain: 'googleapis.com',
        metadata: { service, method },
      },
    ],
  });
}

/** Gives Google's page for a path that no API has: HTML, not JSON. */
export function unknownPathReply(path: string): WireReply {
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n  <p>The requested URL <code>${path.replace(/[<>&"]/g, '')}</code> was not found on this server.\n`,
  };
}

/** Gives the body for an HTTP status that a fault asks for. */
export function refusedReply(code: number): WireReply {
  const [status, message, reason] = statuses[code] ?? ['UNKNOWN', `Error ${code}`, 'backendError'];
  return googleFailure({ code, status, message, reason });
}

const statuses: Readonly<Record<number, readonly [status: string, message: string, reason: string]>> = {
  400: ['INVALID_ARGUMENT', 'Request contains an invalid argument.', 'badRequest'],
  401: ['UNAUTHENTICATED', 'Request is missing required authentication credential.', 'required'],
  403: ['PERMISSION_DENIED', 'The caller does not have permission', 'forbidden'],
  404: ['NOT_FOUND', 'Requested entity was not found.', 'notFound'],
  429: ['RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', 'rateLimitExceeded'],
  500: ['INTERNAL', 'Internal error encountered.', 'backendError'],
  503: ['UNAVAILABLE', 'The service is currently unavailable.', 'backendError'],
};
