import type { CallFacts, CallRequest } from '../kernel/call.ts';
import type { Connector } from '../kernel/connector.ts';
import type { Mode } from '../kernel/mode.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Tool } from '../kernel/tool.ts';
import type { KeptFile, OpenedFile } from '../results/file-pages.ts';

/** A tool as callers of one grant see it. */
export interface ToolListing {
  readonly tool: Tool;
  readonly connector: Connector;
  /** The list of tools that it is in, `gsc`; absent for the platform's own tools, which are in every list. */
  readonly toolset?: string;
  /** JSON Schema 2020-12 of the arguments, with `connection` where there is a choice and `idempotencyKey` for writes. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** JSON Schema 2020-12 of the answer: the tool's output with `mode`, `source` and, where rows are paged, `page`. */
  readonly outputSchema: Readonly<Record<string, unknown>>;
}

/** What one grant may see. One object per grant for as long as nothing changes: what is derived from it may be kept by identity. */
export interface CatalogView {
  /** By name, in alphabetical order. */
  readonly tools: readonly ToolListing[];
}

/** An answer's text, made once per distinct answer and given again to everybody who gets the same one. */
export interface Rendered {
  /** The structured answer as JSON: the tool's output, `mode`, `source` and, where cut, `page`. */
  readonly json: string;
  /** The same text as it was put together, each piece whole characters: who writes its bytes need not have it joined. */
  readonly pieces: readonly string[];
  /** Where the rows that did not fit can be read; absent when nothing was cut. */
  readonly rest?: RestOfResult;
  /** The file that the answer came with, kept for its caller; absent when there is none. */
  readonly file?: KeptFile;
}

export interface RestOfResult {
  /** `mcp-platform://results/{id}/pages/{page}` of the first page that the answer does not show. */
  readonly uri: string;
  readonly name: string;
  readonly shown: number;
  readonly total: number;
  readonly pages: number;
}

/** The good end of a call. The other end is a thrown `PlatformError`. */
export interface Answer {
  readonly callId: string;
  readonly tool: Tool;
  readonly mode: Mode;
  /** Identical object for identical answers of the cache: what is derived from it may be kept by identity. */
  readonly rendered: Rendered;
  readonly facts: Readonly<CallFacts>;
  /** Writes: the key under which this call replays, the caller's own or the one made for it. */
  readonly idempotencyKey?: string;
}

/** A resource as `resources/list` shows it. */
export interface ResourceListing {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  /** Bytes, of files. */
  readonly size?: number;
}

/** A resource that is read: a text, or a file that is read page by page. */
export type ResourceContent = TextResource | FileResource;

export interface TextResource {
  readonly uri: string;
  readonly mimeType: string;
  readonly text: string;
}

export interface FileResource {
  readonly uri: string;
  readonly mimeType: string;
  readonly file: OpenedFile;
}

/** Who asks for a resource, and through which face. */
export type ResourceRequest = Pick<CallRequest, 'principal' | 'face' | 'correlationId'>;

/** The one door to tools. Every face calls it and nothing goes around it. */
export interface Gateway {
  /** Takes a call through the whole pipeline. Rejects only with `PlatformError`. */
  call(request: CallRequest): Promise<Answer>;
  /** The same call; its answer comes without a promise where it is at hand, as a hit of the cache is. */
  callNow(request: CallRequest): Answer | Promise<Answer>;
  catalog(principal: Principal): CatalogView;
  /** Names of all toolsets, one a connector, in the order of the connectors. */
  readonly toolsets: readonly string[];
  /** The principal's own large results, and what vendors reported. Throttled and audited like a call. */
  resources(request: ResourceRequest): Promise<readonly ResourceListing[]>;
  /** Reads a page of a large result, a file, or the latest events of a connection: throttled, authorised anew, audited. Throws `not_found`. */
  readResource(request: ResourceRequest, uri: string): Promise<ResourceContent>;
  /**
   * Which of the resources change while the principal may read them, to be followed by `watch`: throttled and audited
   * as one request.
   */
  watchable(request: ResourceRequest, uris: readonly string[]): Promise<readonly string[]>;
  /** Calls `onNews` for each news of a resource, as long as the principal may read it, until the function given is called. */
  watch(principal: Principal, uri: string, onNews: () => void): () => void;
}

/** URI template (RFC 6570) of what a vendor reported of a connection. */
export const EVENTS_URI_TEMPLATE = 'mcp-platform://events/{connector}/{connection}';
/** URI template (RFC 6570) of large results. */
export const RESULT_URI_TEMPLATE = 'mcp-platform://results/{id}/pages/{page}';
/** URI template (RFC 6570) of files that tools answered with. */
export const FILE_URI_TEMPLATE = 'mcp-platform://results/{id}/file';
