import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { openOutbound } from '../../src/outbound/client.ts';
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts';
import { openTestGateway, type TestGateway, type TestGatewayOptions } from './test-gateway.ts';
import { type Handler, openHttpsServer } from './tls-server.ts';

/** The gateway of tests whose vendor is a real HTTPS server behind a proxy of faults, over the real outbound client. */
export interface AcmeBehindProxy extends AsyncDisposable {
  readonly platform: TestGateway;
  readonly proxy: FaultProxy;
  /** Requests that reached the vendor. */
  requests(): number;
  /** What the vendor says from now on. */
  say(handler: Handler): void;
  /** Calls a read that is never cached; gives `ok` or the error's code. */
  read(): Promise<string>;
}

const ROWS = JSON.stringify({ rows: [{ id: '1', owner: 'Ada' }] });
/** Longest exchange with the vendor, in real time. */
const EXCHANGE_MS = 400;

/** Opens all of it. The gateway's own clock stands still; exchanges end by the outbound client's. */
export async function openAcmeBehindProxy(options: TestGatewayOptions = {}): Promise<AcmeBehindProxy> {
  await using opening = new AsyncDisposableStack();
  const authority = createCertificateAuthority();
  let requests = 0;
  let say: Handler = (_, response) => response.end(ROWS);
  const server = opening.use(
    await openHttpsServer(authority.issue(['127.0.0.1', 'api.acme.example']), (request, response) => {
      requests += 1;
      say(request, response);
    }),
  );
  const proxy = opening.use(await openFaultProxy(server.origin));
  const outbound = opening.use(openOutbound({ userAgent: 'test/1', totalTimeoutMs: EXCHANGE_MS }));
  const platform = opening.use(await openTestGateway({ retry: { retries: 0, baseMs: 1, capMs: 1 }, ...options }));
  const emulator = { origin: proxy.origin, ca: authority.caPem };
  Object.assign(platform.runtime, { wire: outbound.wireFor({ hosts: ['api.acme.example'], emulator }) });
  const opened = opening.move();
  return {
    platform,
    proxy,
    requests: () => requests,
    say(handler) {
      say = handler;
    },
    read: () =>
      platform.gateway.call(platform.request(platform.principal('operator'), 'acme_get_row', { id: '1' })).then(
        () => 'ok',
        ({ code }) => code,
      ),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
