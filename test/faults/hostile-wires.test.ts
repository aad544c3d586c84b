import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { CONNECTORS } from '../../src/connectors/index.ts';
import { PlatformError } from '../../src/kernel/errors.ts';
import type { Tool } from '../../src/kernel/tool.ts';
import type { Wire } from '../../src/kernel/wire.ts';
import { openOutbound } from '../../src/outbound/client.ts';
import { type LyingVendors, openEmulatedGateway, openLyingVendors } from '../support/emulated-gateway.ts';
import { type Handler, openHttpsServer } from '../support/tls-server.ts';

// Every tool of every connector, over real TLS, against a server that sends a bomb, a byte now and then, half of what it
// promises, no end, or nothing: the right error in the time that there is, and one failure more for the circuit.

const TOOLS = CONNECTORS.flatMap(({ tools }): readonly Tool[] => tools).map((tool) => ({ name: tool.name, tool }));
const MIB = 1024 * 1024;
const BODY_MAX = MIB;
/** Real time, after which a slow exchange is given up. */
const PATIENCE_MS = 150;
const BYTE_EVERY_MS = 40;
const BOMB = gzipSync(Buffer.alloc(64 * MIB, ' '));
const PIECE = ' '.repeat(64 * 1024);
const JSON_HEADERS = { 'content-type': 'application/json' };

/** What the server does, and what that is to the platform. */
const HOSTILE: Readonly<Record<string, readonly ['upstream_failed' | 'upstream_timeout', Handler]>> = {
  'a gzip bomb': [
    'upstream_failed',
    (_, response) => {
      response.writeHead(200, { ...JSON_HEADERS, 'content-encoding': 'gzip' });
      response.end(BOMB);
    },
  ],
  'one byte now and then': [
    'upstream_timeout',
    (_, response) => {
      response.writeHead(200, JSON_HEADERS);
      const timer = setInterval(() => response.write(' '), BYTE_EVERY_MS);
      response.on('close', () => clearInterval(timer));
    },
  ],
  'half of what it promises': [
    'upstream_failed',
    (request, response) => {
      response.writeHead(200, { ...JSON_HEADERS, 'content-length': '1000' });
      response.write('{"data":');
      setImmediate(() => request.socket.destroy());
    },
  ],
  'a body without an end': [
    'upstream_failed',
    (_, response) => {
      response.writeHead(200, JSON_HEADERS);
      const more = () => {
        while (!response.destroyed && response.write(PIECE));
      };
      response.on('drain', more);
      more();
    },
  ],
  nothing: ['upstream_timeout', () => undefined],
};

let vendors: LyingVendors;
let gateway: Awaited<ReturnType<typeof openEmulatedGateway>>;
let patient: Wire;
let hasty: Wire;
let handler: Handler = () => undefined;
const opened = new AsyncDisposableStack();

beforeAll(async () => {
  vendors = await openLyingVendors();
  gateway = opened.use(await openEmulatedGateway(vendors));
  const authority = createCertificateAuthority();
  const certificate = authority.issue(['127.0.0.1', ...new Set(vendors.hosts)]);
  const server = opened.use(await openHttpsServer(certificate, (request, response) => handler(request, response)));
  const target = { hosts: vendors.hosts, emulator: { origin: server.origin, ca: authority.caPem } };
  const options = { userAgent: 'test/1', maxBodyBytes: BODY_MAX };
  patient = opened.use(openOutbound(options)).wireFor(target);
  hasty = opened.use(openOutbound({ ...options, totalTimeoutMs: PATIENCE_MS })).wireFor(target);
});

afterAll(() => opened.disposeAsync());

describe.each(TOOLS)('$name', ({ tool }) => {
  it.each(Object.entries(HOSTILE))('fails in time, and for the circuit, of %s', async (_, [code, behave]) => {
    handler = behave;
    vendors.detour = code === 'upstream_timeout' ? hasty : patient;
    const before = gateway.failuresOf(tool);
    const { asked } = vendors;

    const { answer, error } = await gateway.call(tool, tool.examples[0]?.input ?? {});

    // What stands in the fields of its own asks nobody; where each row is asked for by itself, each says what became of it.
    if (vendors.asked === asked) expect(error).toBeUndefined();
    else if (answer) expect(JSON.stringify(answer)).toContain('"error":"');
    else {
      expect(codesOf(error)).toContain(code);
      expect(['parked', 'outcome_unknown', code]).toContain(error?.code);
      expect(error?.message).not.toContain('127.0.0.1');
      expect(gateway.failuresOf(tool)).toBe(before + 1);
    }
  });
});

/** The codes of an error and of what it came of. */
function codesOf(error: unknown): string[] {
  return error instanceof PlatformError ? [error.code, ...codesOf(error.cause)] : [];
}
