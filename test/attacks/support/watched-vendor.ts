import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../../scripts/emulators/certificate-authority.ts';
import { openEmulator } from '../../../src/connectors/shopify/emulator/emulator.ts';
import { serveEmulators } from '../../../src/emulation/https-shell.ts';
import type { Signal } from '../../../src/kernel/abort.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { WireReply, WireRequest } from '../../../src/kernel/wire.ts';

/** A vendor on loopback that notes what reaches it and answers as a test wants. */
export interface WatchedVendor extends AsyncDisposable {
  /** What makes a platform call this vendor, its secrets not included. */
  readonly settings: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
  /** Every request so far, refused ones included. */
  readonly requests: WireRequest[];
  /** Answers instead of the emulator until it is taken back; `undefined` from it lets the emulator answer. */
  answerWith(answer: Answer | undefined): void;
}

type Answer = (request: WireRequest, signal: Signal | undefined) => Promise<WireReply | undefined>;

/** Serves the emulated shop over HTTPS, watched. */
export async function watchVendor(): Promise<WatchedVendor> {
  const emulator = openEmulator({
    clock: systemClock,
    bucket: { maximumAvailable: 1_000_000, restoreRate: 1_000_000 },
  });
  const requests: WireRequest[] = [];
  let answer: Answer | undefined;
  const wire: typeof emulator.wire = async (request, signal) => {
    requests.push(request);
    return (await answer?.(request, signal)) ?? emulator.wire(request, signal);
  };
  const authority = createCertificateAuthority();
  const served = await serveEmulators(
    [{ connector: 'shopify', emulator: { ...emulator, wire } }],
    authority.issue(['127.0.0.1']),
  );
  const folder = mkdtempSync(join(tmpdir(), 'mcp-platform-vendor-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  return {
    settings: {
      EMULATOR_ORIGINS: `shopify=${served.origins.shopify}`,
      EMULATOR_CA_FILE: caFile,
      SHOPIFY_SHOP: emulator.credentials.SHOPIFY_SHOP as string,
    },
    credentials: emulator.credentials,
    requests,
    answerWith(next) {
      answer = next;
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
