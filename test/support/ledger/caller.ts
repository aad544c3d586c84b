import { type HttpAnswer, request } from '../platform-client.ts';
import type { End, Sent } from './book.ts';

/** How long after its deadline, the pauses of the platform included, a call may still be waited for. */
const GRACE_MS = 15_000;
const META_ERROR = 'mcp-platform/error';

/** Makes one call over its face, and says how it ended for the caller. */
export async function makeCall(
  url: string,
  key: string,
  sent: Sent,
  longestMs: number,
  leavesAfterMs?: number,
): Promise<End> {
  const hangs = AbortSignal.timeout((sent.deadlineMs ?? longestMs) + GRACE_MS);
  const leaves = leavesAfterMs === undefined ? undefined : AbortSignal.timeout(leavesAfterMs);
  const signal = leaves ? AbortSignal.any([hangs, leaves]) : hangs;
  try {
    const answer = await (sent.face === 'rest' ? overRest : overMcp)(url, key, sent, signal);
    return sent.face === 'rest' ? readRest(answer) : readMcp(answer);
  } catch (error) {
    const text = String((error as Error).cause ?? error);
    if (leaves?.aborted) return { how: 'left', text };
    return { how: hangs.aborted ? 'hung' : 'broken', text };
  }
}

function headersOf({ trace, key }: Sent): Record<string, string> {
  return { traceparent: `00-${trace}-00f067aa0ba902b7-01`, ...(key !== undefined && { 'idempotency-key': key }) };
}

function overRest(url: string, key: string, sent: Sent, signal: AbortSignal): Promise<HttpAnswer> {
  const headers = headersOf(sent);
  if (sent.deadlineMs !== undefined) headers.prefer = `wait=${sent.deadlineMs / 1_000}`;
  return request(url, key, `/api/v1/tools/${sent.tool}/call`, { body: sent.input, headers, signal });
}

function overMcp(url: string, key: string, sent: Sent, signal: AbortSignal): Promise<HttpAnswer> {
  const { tool: name, input, deadlineMs } = sent;
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'ledger', version: '1' },
    ...(deadlineMs !== undefined && { 'mcp-platform/deadlineMs': deadlineMs }),
  };
  const body = { jsonrpc: '2.0', id: sent.call, method: 'tools/call', params: { name, arguments: input, _meta } };
  const headers = {
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': name,
    ...headersOf(sent),
  };
  return request(url, key, '/mcp', { body, headers, signal });
}

function readRest({ status, headers, json, text }: HttpAnswer): End {
  if (status === 200 && typeof json?.mode === 'string') {
    return { how: 'ok', replayed: headers.get('idempotent-replayed') === 'true' };
  }
  return readError(status, json?.error, text);
}

function readMcp({ status, json, text }: HttpAnswer): End {
  const result = json?.result;
  if (status === 200 && result && result.isError !== true && typeof result.structuredContent?.mode === 'string') {
    return { how: 'ok', replayed: result._meta?.['mcp-platform/replayed'] === true };
  }
  const error = result?._meta?.[META_ERROR] ?? json?.error?.data ?? json?.error;
  return readError(error?.status ?? status, error, text);
}

/** What the load shedder refuses has the shape of REST, whatever the face. */
function readError(status: number, error: HttpAnswer['json'], text: string): End {
  if (typeof error?.code !== 'string') return { how: 'malformed', text: `${status} ${text.slice(0, 300)}` };
  const { code, record, retryAfterMs, message = '' } = error;
  return { how: 'error', code, status, record, retryAfterMs, text: message };
}
