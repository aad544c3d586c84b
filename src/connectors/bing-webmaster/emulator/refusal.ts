import type { WireReply } from '../../../kernel/wire.ts';

/** The names of error codes, as Bing writes them into messages. */
const names: Readonly<Record<number, string>> = {
  0: 'None',
  1: 'InternalError',
  2: 'UnknownError',
  3: 'InvalidApiKey',
  4: 'ThrottleUser',
  5: 'ThrottleHost',
  6: 'UserBlocked',
  7: 'InvalidUrl',
  8: 'InvalidParameter',
  9: 'TooManySites',
  10: 'UserNotFound',
  11: 'NotFound',
  12: 'AlreadyExists',
  13: 'NotAllowed',
  14: 'NotAuthorized',
  15: 'UnexpectedState',
  16: 'Deprecated',
  17: 'ThrottleIP',
};

/** Thrown by a method that refuses; it becomes status 400 with its code. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, text: string = names[code] ?? 'UnknownError') {
    super(`ERROR!!! ${text}`);
    this.code = code;
  }
}

/** Writes a refusal as the Webmaster API does. */
export function refusalReply({ code, message }: Refusal): WireReply {
  return jsonReply(400, { ErrorCode: code, Message: message });
}

/** Writes an answer as the Webmaster API does. */
export function jsonReply(status: number, body: unknown): WireReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private' },
    body: JSON.stringify(body),
  };
}

/** Writes a page of the server in front of the API. */
export function pageReply(status: number, title: string): WireReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><p>${title}</p></body></html>`,
  };
}
