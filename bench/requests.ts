import { type PreparedRequest, preparePost } from './load.ts';

/** An MCP request of revision 2026-07-28, as a client sends it. */
export function mcpRequest(
  key: string,
  method: string,
  params: object,
  { path = '/mcp', name }: { path?: string; name?: string } = {},
): PreparedRequest {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method,
    params: {
      ...params,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
        'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
      },
    },
  });
  return preparePost(
    path,
    {
      ...(key && { authorization: `Bearer ${key}` }),
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(name && { 'mcp-name': name }),
    },
    body,
  );
}

/** A call of a tool. */
export function callRequest(key: string, tool: string, args: object): PreparedRequest {
  return mcpRequest(key, 'tools/call', { name: tool, arguments: args }, { name: tool });
}

/** Throws unless a baseline answered. */
export function assertStatus(status: number): void {
  if (status !== 200) throw new Error(`A baseline answered ${status}.`);
}

/** Throws unless the call succeeded. */
export function assertOk(status: number, body: string): void {
  if (status !== 200 || body.includes('"isError":true') || body.includes('"error"')) {
    throw new Error(`A call failed with ${status}: ${body.slice(0, 500)}`);
  }
}
