import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { type EmulatorOptions, openEmulator } from '../../src/connectors/shopify/emulator/emulator.ts';
import { faultHeader, faultPath } from '../../src/emulation/faults.ts';
import { serveEmulators } from '../../src/emulation/https-shell.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import type { Wire, WireRequest } from '../../src/kernel/wire.ts';
import { type Settings, temporaryFolder } from './platform-process.ts';

/** A shop that a platform of another process reaches over HTTPS on loopback. */
export interface EmulatedShop extends AsyncDisposable {
  /** What a platform needs to reach it as an app with client credentials. */
  readonly settings: Settings;
  /** The same with the static token of an older custom app. */
  readonly tokenSettings: Settings;
  readonly caFile: string;
  /** Every request so far, by GraphQL operation or path, in order of arrival; those of `switchFaults` left out. */
  operations(): readonly string[];
  /** Bodies of the requests of an operation that came in, in order of arrival. */
  bodies(operation: string): readonly string[];
  /** Resolves when `count` requests of an operation have come in, those before included. */
  arrived(operation: string, count?: number): Promise<void>;
  /** Switches faults on for the next requests, over the control path. */
  switchFaults(faults: string): Promise<void>;
  /** Forgets faults that have not struck. */
  clearFaults(): Promise<void>;
  /** Asks the shop itself, past the platform. */
  ask<Data>(query: string): Promise<Data>;
}

/** Serves a new shop with a certificate authority of its own. Its points flow back fast, so that tests need not wait. */
export async function openEmulatedShop(options: Partial<EmulatorOptions> = {}): Promise<EmulatedShop> {
  await using opening = new AsyncDisposableStack();
  const emulator = openEmulator({
    clock: systemClock,
    bucket: { maximumAvailable: 2_000, restoreRate: 1_000 },
    ...options,
  });
  const seen: string[] = [];
  const taken: { readonly name: string; readonly body: string }[] = [];
  const watchers = new Set<() => void>();
  const wire: Wire = (sent, signal) => {
    const name = nameOf(sent);
    if (name !== faultPath) {
      seen.push(name);
      taken.push({ name, body: String(sent.body ?? '') });
    }
    for (const watcher of watchers) watcher();
    return emulator.wire(sent, signal);
  };
  const authority = createCertificateAuthority();
  const pair = authority.issue(['127.0.0.1', new URL(emulator.origin).host]);
  const watched = { wire, origin: emulator.origin, credentials: emulator.credentials, requests: 0 };
  const served = opening.use(await serveEmulators([{ connector: 'shopify', emulator: watched }], pair));
  const folder = opening.use(temporaryFolder());
  const caFile = join(folder.path, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const origin = served.origins.shopify as string;
  const agent = new Agent({ connect: { ca: authority.caPem } });
  opening.defer(() => agent.destroy());
  const control = async (method: 'POST' | 'DELETE', headers: Record<string, string>) => {
    const { statusCode, body } = await request(origin + faultPath, { method, headers, dispatcher: agent });
    const text = await body.text();
    if (statusCode !== 204) throw new Error(`The emulator takes no such fault: ${text}`);
  };
  const { SHOPIFY_SHOP, SHOPIFY_CLIENT_ID, SHOPIFY_CLIENT_SECRET, SHOPIFY_ACCESS_TOKEN } =
    emulator.credentials as Settings;
  const reach = { EMULATOR_ORIGINS: `shopify=${origin}`, EMULATOR_CA_FILE: caFile, SHOPIFY_SHOP };
  const opened = opening.move();
  return {
    settings: { ...reach, SHOPIFY_CLIENT_ID, SHOPIFY_CLIENT_SECRET } as Settings,
    tokenSettings: { ...reach, SHOPIFY_ACCESS_TOKEN } as Settings,
    caFile,
    operations: () => seen,
    bodies: (operation) => taken.flatMap(({ name, body }) => (name === operation ? body : [])),
    async arrived(operation, count = 1) {
      const all = () => seen.filter((name) => name === operation).length >= count;
      await new Promise<void>((resolve) => {
        const look = () => {
          if (!all()) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    },
    switchFaults: (faults) => control('POST', { [faultHeader]: faults }),
    clearFaults: () => control('DELETE', {}),
    async ask<Data>(query: string) {
      const { body } = await emulator.wire({
        method: 'POST',
        url: `${emulator.origin}/admin/api/2026-10/graphql.json`,
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': SHOPIFY_ACCESS_TOKEN as string },
        body: JSON.stringify({ query }),
      });
      return JSON.parse(String(body)).data as Data;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function nameOf({ url, body }: WireRequest): string {
  const { pathname } = new URL(url);
  try {
    return JSON.parse(Buffer.from(body ?? '').toString()).operationName ?? pathname;
  } catch {
    return pathname;
  }
}
