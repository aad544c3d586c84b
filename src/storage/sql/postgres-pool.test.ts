import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createCertificateAuthority } from '../../../scripts/emulators/certificate-authority.ts';
import { openTcpServer } from '../../../test/support/tls-server.ts';
import { openPostgres } from './postgres-database.ts';
import type { PostgresAddress } from './postgres-pool.ts';

const TLS_YES = 'S';
const TLS_NO = 'N';
/** SSLRequest: its length and its code (PostgreSQL manual, 55.7). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function address(port: number, tls: boolean): PostgresAddress {
  return { host: '127.0.0.1', port, user: 'someone', password: 'hush', database: 'records', schema: 'public', tls };
}

/** Everything that a server was sent in plain text, or inside TLS, before it was left. */
async function sentTo(answer: string, tls: boolean) {
  const plain: Buffer[] = [];
  const inside: Buffer[] = [];
  const certificate = createCertificateAuthority().issue(['127.0.0.1']);
  await using server = await openTcpServer((socket: Socket) => {
    socket.once('data', (data) => {
      plain.push(data);
      if (!tls) return void socket.destroy();
      socket.write(answer);
      if (answer === TLS_NO) return void socket.on('data', (more) => plain.push(more));
      const secured = new TLSSocket(socket, { isServer: true, ...certificate });
      secured.on('error', () => {}).on('data', (data) => inside.push(data));
    });
  });
  const refusal = await openPostgres(address(server.port, tls), { timeoutMs: 2_000 }).catch((error) => error);
  return { refusal, plain: Buffer.concat(plain), inside: Buffer.concat(inside) };
}

describe('a connection to PostgreSQL beyond this machine', () => {
  it('is given up before user or password are said when the server offers no TLS', async () => {
    const { refusal, plain } = await sentTo(TLS_NO, true);

    expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining('offers no TLS') });
    expect(plain).toEqual(SSL_REQUEST);
  });

  it('is given up before user or password are said when nobody we trust vouches for the server', async () => {
    const { refusal, plain, inside } = await sentTo(TLS_YES, true);

    expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
    expect(plain).toEqual(SSL_REQUEST);
    expect(inside).toHaveLength(0);
  });
});

describe('a connection to PostgreSQL on this machine', () => {
  it('asks for durable commits and its own schema, in plain text, and says when it was broken off', async () => {
    const { refusal, plain } = await sentTo(TLS_NO, false);

    expect(plain.toString()).toContain('-c synchronous_commit=on -c search_path=public');
    expect(plain.toString()).not.toContain('hush');
    expect(refusal).toMatchObject({ code: 'unavailable' });
    expect(refusal.message).not.toMatch(/127\.0\.0\.1|someone|hush/);
  });
});
