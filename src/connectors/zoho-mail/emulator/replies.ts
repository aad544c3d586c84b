import type { WireReply } from '../../../kernel/wire.ts';

const JSON_HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** Zoho's answer to what went well. Some writes say nothing besides. */
export function success(data?: unknown, code = 200, description = 'success'): WireReply {
  const body = { status: { code, description }, ...(data !== undefined && { data }) };
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(body) };
}

/** The same, with message ids as numbers that are larger than a double holds. */
export function successWithNumbers(data: unknown): WireReply {
  const reply = success(data);
  return { ...reply, body: reply.body.replace(/"messageId":"(\d+)"/g, '"messageId":$1') };
}

/** A file: always octet-stream, its name percent-encoded behind a stray space. */
export function file(name: string, bytes: Uint8Array): WireReply {
  const headers = {
    'content-type': 'application/octet-stream;charset=UTF-8',
    'content-disposition': `attachment; filename = ${encodeURIComponent(name)}`,
  };
  return { status: 200, headers, body: '', bytes };
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Invalid Input',
  401: 'Invalid Access',
  403: 'Forbidden',
  404: 'Invalid Input',
  500: 'Internal Error',
};

/** A refusal in the usual form. */
export function refusal(status: number, errorCode?: string, moreInfo?: string): WireReply {
  const data = { ...(errorCode && { errorCode }), ...(moreInfo && { moreInfo }) };
  const body = { data, status: { code: status, description: DESCRIPTIONS[status] ?? 'Internal Error' } };
  return { status, headers: JSON_HEADERS, body: JSON.stringify(body) };
}

/** The refusal of a token that lacks a scope: an array, as nothing else. */
export function scopeRefusal(): WireReply {
  const said = { msg: 'Error while processing!', errorCode: 'INVALID_OAUTHSCOPE', authFail: 'true', status: '401' };
  return { status: 401, headers: JSON_HEADERS, body: JSON.stringify([2, said]) };
}

export const patternRefusal = (what: string) =>
  refusal(400, 'PATTERN_NOT_MATCHED', `Input parameter is not in the expected pattern: ${what}`);
export const extraKeyRefusal = (key: string) => refusal(400, 'EXTRA_KEY_FOUND_IN_JSON', `Extra key found: ${key}`);

/** Any JSON, for the token endpoint. */
export function plain(status: number, body: unknown): WireReply {
  return { status, headers: JSON_HEADERS, body: JSON.stringify(body) };
}
