import { describe, expect, it } from 'vitest';
import { checkRoutingHeaders, routingHeaders } from './http-headers.ts';
import type { RpcMessage } from './json-rpc.ts';

function message(method: string, params: object = {}, id?: number): RpcMessage {
  return { jsonrpc: '2.0', method, params, ...(id !== undefined && { id }) } as unknown as RpcMessage;
}

const asked = (headers: Record<string, string>, of: RpcMessage) => () => checkRoutingHeaders(headers, of);
const base64 = (text: string | Buffer) => `=?base64?${Buffer.from(text).toString('base64')}?=`;

describe('Mcp-Method', () => {
  it('is held against a notification only where it is sent', () => {
    const notification = message('notifications/initialized');

    expect(asked({}, notification)).not.toThrow();
    expect(asked({ 'mcp-method': 'notifications/initialized' }, notification)).not.toThrow();
    expect(asked({ 'mcp-method': 'tools/call' }, notification)).toThrow('Make the header Mcp-Method say');
  });

  it('is demanded of a request', () => {
    expect(asked({}, message('tools/list', {}, 0))).toThrow('Send the header Mcp-Method');
    expect(asked({ 'mcp-method': 'tools/list' }, message('tools/list', {}, 0))).not.toThrow();
  });
});

describe('Mcp-Name', () => {
  const call = message('tools/call', { name: 'Grün ☃' }, 1);
  const named = (name: string) => asked({ 'mcp-method': 'tools/call', 'mcp-name': name }, call);

  it.each([
    ['another name', 'Gruen'],
    ['base64 of another name', base64('Gruen')],
    ['base64 that is not strict', base64('Grün ☃').replace('?=', '=?=')],
    ['base64 with a line break', base64('Grün ☃').replace('?=', '\n?=')],
    ['the bare base64', Buffer.from('Grün ☃').toString('base64')],
  ])('that is %s is refused', (_what, name) => {
    expect(named(name)).toThrow('Make the header Mcp-Name say');
  });

  it('in base64 of what is no UTF-8 is refused, whatever it is read as', () => {
    const bytes = Buffer.from([0xff, 0xfe]);
    const odd = message('tools/call', { name: bytes.toString('utf8') }, 1);

    expect(asked({ 'mcp-method': 'tools/call', 'mcp-name': base64(bytes) }, odd)).toThrow('Mcp-Name');
  });

  it('that is missing is left to the method where the body names nothing, and only there', () => {
    const headers = { 'mcp-method': 'tools/call' };

    expect(asked(headers, call)).toThrow('Send the header Mcp-Name');
    expect(asked(headers, message('tools/call', {}, 1))).not.toThrow();
    expect(asked({ ...headers, 'mcp-name': 'x' }, message('tools/call', {}, 1))).toThrow('Mcp-Name');
  });

  it.each(['shopify_get_shop', 'Grün ☃', ' blank at the ends ', '=?base64?eA==?=', 'tab\tin it', 'new\nline', ''])(
    'is written so that it is understood: %j',
    (name) => {
      const sent = message('tools/call', { name }, 1);

      expect(asked(routingHeaders(sent), sent)).not.toThrow();
    },
  );
});
