import { connect } from 'node:tls';
import { Agent, fetch as undiciFetch } from 'undici';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import type { Emulator } from '../../src/emulation/emulator.ts';
import { serveEmulators } from '../../src/emulation/https-shell.ts';

/** A `fetch` that ends at an emulator on loopback whatever host it is given, for vendors' own client libraries. */
export interface LoopbackFetch extends AsyncDisposable {
  readonly fetch: typeof globalThis.fetch;
}

/** Serves an emulator over HTTPS with a certificate for these hosts, which clients believe to reach. */
export async function openLoopbackFetch(emulator: Emulator, hosts: readonly string[]): Promise<LoopbackFetch> {
  await using opening = new AsyncDisposableStack();
  const authority = createCertificateAuthority();
  const pair = authority.issue(['127.0.0.1', ...hosts]);
  const served = opening.use(await serveEmulators([{ connector: 'vendor', emulator }], pair));
  const port = Number(new URL(served.origins.vendor as string).port);
  const agent = new Agent({
    connect({ hostname }, callback) {
      const socket = connect({ host: '127.0.0.1', port, servername: hostname, ca: authority.caPem });
      socket.once('secureConnect', () => callback(null, socket));
      socket.once('error', (error) => callback(error, null));
    },
  });
  opening.defer(() => agent.destroy());
  const opened = opening.move();
  return {
    fetch: ((input, init) =>
      undiciFetch(input as never, { ...(init as object), dispatcher: agent })) as typeof globalThis.fetch,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
