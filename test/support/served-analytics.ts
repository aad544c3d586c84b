import { Agent } from 'node:https';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { openEmulator } from '../../src/connectors/analytics/emulator/emulator.ts';
import { serveEmulators } from '../../src/emulation/https-shell.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { signInAtGoogle } from './google-sign-in.ts';

/** An emulated Analytics over HTTPS on loopback, each of its two APIs on a port of its own. */
export interface ServedAnalytics extends AsyncDisposable {
  readonly dataOrigin: string;
  readonly adminOrigin: string;
  /** Good for an hour. */
  readonly token: string;
  /** Trusts the emulator's certificate. */
  readonly agent: Agent;
  /** What Google's client libraries take in the place of their own sign-in. */
  authClient(): object;
}

/** Opens one on the system's clock. */
export async function openServedAnalytics(): Promise<ServedAnalytics> {
  await using opening = new AsyncDisposableStack();
  const emulator = openEmulator({ clock: systemClock });
  const admin = { ...emulator, origin: 'https://analyticsadmin.googleapis.com', requests: 0 };
  const authority = createCertificateAuthority();
  const list = [
    { connector: 'data', emulator },
    { connector: 'admin', emulator: admin },
  ];
  const { origins } = opening.use(await serveEmulators(list, authority.issue(['127.0.0.1'])));
  const agent = new Agent({ ca: authority.caPem });
  opening.defer(() => agent.destroy());
  const authorization = await signInAtGoogle(emulator.wire, emulator.credentials, 'GA4_', systemClock)();
  const opened = opening.move();
  return {
    dataOrigin: origins.data ?? '',
    adminOrigin: origins.admin ?? '',
    token: authorization.replace('Bearer ', ''),
    agent,
    authClient: () => ({
      universeDomain: 'googleapis.com',
      getRequestHeaders: async () => new Headers({ authorization }),
      async fetch(url: string | URL, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) {
        return request(agent, String(url), authorization, init);
      },
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Asks over the agent, which the platform's `fetch` takes none of. */
async function request(
  agent: Agent,
  url: string,
  authorization: string,
  { method = 'GET', body }: { method?: string; body?: string },
): Promise<Response> {
  const { request: ask } = await import('node:https');
  return await new Promise((resolve, reject) => {
    const asked = ask(
      url,
      { method, agent, headers: { authorization, 'content-type': 'application/json' } },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: reply.statusCode ?? 500 })));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
