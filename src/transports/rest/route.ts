import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Signal } from '../../kernel/abort.ts';
import type { CallFacts } from '../../kernel/call.ts';
import type { Principal } from '../../kernel/principal.ts';
import type { Example } from '../../kernel/tool.ts';

/** A JSON Schema (2020-12), the dialect of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a route is to its readers: the OpenAPI document is made of these. */
export interface RouteDocumentation {
  readonly operationId: string;
  readonly tag: 'Tools' | 'Connections' | 'Administration' | 'Platform';
  readonly summary: string;
  readonly description?: string;
  /** Schemas of the parameters in the path, by name. */
  readonly parameters?: Readonly<Record<string, JsonSchema>>;
  /** Request headers that the route heeds: name and meaning. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonSchema;
  /** Bodies that work. */
  readonly examples?: readonly Example[];
  readonly answer: JsonSchema;
  /** Statuses besides 200, 401 and the error shape, with what they mean. */
  readonly statuses?: Readonly<Record<string, string>>;
  /** Media type of the answer; without it, `application/json`. */
  readonly mediaType?: string;
  /** Shown only to those who hold it. */
  readonly permission?: string;
}

/** One request on its way through a route. Who sends it is known; what it says is not checked. */
export interface Exchange {
  readonly params: Readonly<Record<string, string>>;
  /** Parsed JSON; `{}` when none was sent. */
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly correlationId: string;
  /** Aborts when the caller leaves before the answer. */
  signal(): Signal;
  /** For the call that the route makes of it: what it costs is told in the answer's headers. */
  readonly facts: CallFacts;
}

export interface Reply {
  /** 200 unless said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless the headers name another `content-type`. */
  readonly body: string | Buffer | Readable;
}

interface RouteBase {
  readonly method: 'GET' | 'POST';
  /** With parameters in braces, as OpenAPI writes them: `/api/v1/tools/{name}/call`. */
  readonly path: string;
  /** Absent for what is no part of the interface: the documentation page and its files. */
  readonly documentation?: RouteDocumentation;
}

/**
 * One row of the REST face: the router and the OpenAPI document are both made of the same rows. `key` needs a sign-in
 * before anything is read, `open` never asks, `optional` tells more to those who sign in and refuses a wrong credential.
 */
export type Route =
  | (RouteBase & {
      readonly access: 'key';
      answer(exchange: Exchange, principal: Principal): Reply | Promise<Reply>;
    })
  | (RouteBase & {
      readonly access: 'open' | 'optional';
      answer(exchange: Exchange, principal: Principal | undefined): Reply | Promise<Reply>;
    });

/** A reply of one JSON value. */
export function json(value: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(value) };
}
