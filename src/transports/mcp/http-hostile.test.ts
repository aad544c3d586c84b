import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type McpServer, openMcpServer } from '../../../test/support/mcp-server.ts';
import { sharedData } from '../../../test/support/shared-data.ts';

let server: McpServer;
beforeAll(async () => {
  server = await openMcpServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const call = (input: string) =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"trial_echo","arguments":${input}}}`;

/** Sends text over a bare socket and gives all that comes back until the server closes or `enough` has come. */
function exchange(text: string, enough: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      said += chunk;
      if (enough.test(said)) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(said));
  });
}

const HEAD = 'POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer alice\r\n';

describe('bodies', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half a message', Buffer.from('{"jsonrpc":"2.0"')],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['two messages', Buffer.from('{}{}')],
  ])('of %s are refused with -32700', async (_what, body) => {
    const reply = await server.post(body);

    expect([reply.status, reply.json.error.code]).toEqual([400, -32700]);
    expect(reply.json).not.toHaveProperty('id');
  });

  it.each([
    '"text"',
    '7',
    'null',
    '{}',
    '{"id":1,"method":"ping"}',
    '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":7}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":null}',
    '{"jsonrpc":"2.0","id":1,"result":{}}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}',
  ])('that are JSON and no request (%s) are refused with -32600', async (body) => {
    const reply = await server.post(body);

    expect([reply.status, reply.json.error.code]).toEqual([400, -32600]);
    expect(reply.json.id).toBe(body.includes('"id":1') ? 1 : undefined);
  });

  const corpus = sharedData('corpora', 'JSONTestSuite', 'test_parsing');
  it.skipIf(!corpus)(
    'I1: of JSONTestSuite are accepted as JSON or refused as it says (skips without the corpus)',
    async () => {
      const wrong: string[] = [];
      for (const file of readdirSync(corpus as string)) {
        const reply = await server.post(readFileSync(join(corpus as string, file)));
        const code = reply.json.error.code as number;
        // Deeper than we read: refused, though for its depth.
        const refused = code === -32700 || reply.status === 413;
        const parsed = code === -32600 && reply.status === 400;
        const right = file.startsWith('y_') ? parsed : file.startsWith('n_') ? refused : refused || parsed;
        if (!right) wrong.push(`${file}: ${reply.status} ${code}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('with a repeated member have one meaning, the last', async () => {
    const reply = await server.post(call('{"text":"first","text":"last"}'));

    expect(reply.json.result.structuredContent.text).toBe('last');
    expect(server.gateway.requests.at(-1)?.input).toEqual({ text: 'last' });
  });

  it.each([
    call('{"text":"x","__proto__":{"polluted":1}}'),
    call('{"text":"x","\\u005f_proto__":{"polluted":1}}'),
    call('{"text":"x","__\\u0070roto__":{"polluted":1}}'),
    call('{"text":"x","deep":[{"a":{"__proto__":1}}]}'),
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"__proto__":{}}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","__proto__":{}}',
  ])('with a member __proto__ are refused and pollute nothing: %s', async (body) => {
    const before = server.gateway.requests.length;
    const reply = await server.post(body);

    expect([reply.status, reply.json.error.code]).toEqual([400, -32602]);
    expect(reply.json.error.message).toContain('__proto__');
    expect(server.gateway.requests.length).toBe(before);
    expect({}).not.toHaveProperty('polluted');
  });

  it('may say __proto__ in a text', async () => {
    const reply = await server.post(call('{"text":"__proto__ and \\u0070"}'));

    expect(reply.json.result.structuredContent.text).toBe('__proto__ and p');
  });
});

describe('M9: what is too large', () => {
  it('is refused by its declared length, before it comes', async () => {
    const said = await exchange(`${HEAD}Content-Length: 52428800\r\n\r\n{`, /correlationId/);

    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(said).toMatch(/connection: close/i);
    expect(said).toContain(`longer than ${LIMITS.bodyBytes} bytes`);
  });

  it('is refused by what has come, when no length is declared', async () => {
    const chunk = `8000\r\n${' '.repeat(0x8000)}\r\n`;
    const said = await exchange(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`, /correlationId/);

    expect(said).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is read up to the last byte that is allowed, whole or in pieces', async () => {
    const empty = call('{"text":""}');
    const body = call(`{"text":"${'x'.repeat(LIMITS.bodyBytes - empty.length)}"}`);
    const pieces = `${HEAD}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    const whole = await server.post(body);
    const inPieces = await exchange(pieces + body, /\}\}$/);

    expect(Buffer.byteLength(body)).toBe(LIMITS.bodyBytes);
    expect(whole.json.result).toHaveProperty('structuredContent');
    expect(inPieces).toMatch(/^HTTP\/1\.1 200 /);
    expect((await server.post(`${body} `)).status).toBe(413);
  });

  it('is refused by its depth, 100,000 levels of it too, and brackets in texts do not count', async () => {
    // The message itself has three levels around the arguments' text.
    const nested = (levels: number) => call(`{"text":"x","deep":${'['.repeat(levels)}${']'.repeat(levels)}}`);
    const deep = nested(LIMITS.jsonDepth - 2);
    const refused = await server.post(deep);
    const hopeless = await server.post('['.repeat(60_000));
    const flat = await server.post(call(`{"text":${JSON.stringify('[{"\\'.repeat(500))}}`));

    expect([refused.status, refused.json.error.code]).toEqual([413, -32600]);
    expect(hopeless.status).toBe(413);
    expect((await server.post(nested(LIMITS.jsonDepth - 3))).json.result).toHaveProperty('structuredContent');
    expect(flat.json.result.structuredContent.text).toBe('[{"\\'.repeat(500));
  });
});

describe('faults', () => {
  it('of strangers are neutral outside and whole in the log', async () => {
    const gateway = server.gateway;
    const catalog = gateway.catalog;
    gateway.catalog = () => {
      throw new Error('cannot read /srv/app/roles.json at 10.0.0.5');
    };
    const reply = await server.modern('tools/list');
    gateway.catalog = catalog;

    expect([reply.status, reply.json.error.code]).toEqual([200, -32603]);
    expect(reply.text).not.toMatch(/srv|10\.0|at |Error:/);
    const { fields } = server.logged.at(-1) as unknown as { fields: { correlationId: string; error: Error } };
    expect(fields.correlationId).toBe(reply.headers['x-correlation-id']);
    expect(fields.error.message).toContain('/srv/app/roles.json');
  });

  it('M6: answers of callers who use the same id at the same time do not cross', async () => {
    const pairs = Array.from({ length: 100 }, (_, at) => ['alice', 'bob'].map((who) => `${who}-${at}`)).flat();
    const replies = await Promise.all(
      pairs.map((canary) => {
        const authorization = `Bearer ${canary.split('-')[0]}`;
        return server.modern('tools/call', { name: 'trial_echo', arguments: { text: canary } }, { authorization });
      }),
    );

    expect(replies.map(({ json }) => json.result.structuredContent.text)).toEqual(pairs);
  });
});
