import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../scripts/emulators/certificate-authority.ts';
import { hostsOf, openEmulators } from '../../scripts/emulators/open-emulators.ts';
import { serveEmulators } from '../../src/emulation/https-shell.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import type { Connector } from '../../src/kernel/connector.ts';
import type { Settings } from './platform-process.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** The vendors of all connectors, new and over HTTPS on loopback. */
export interface EmulatedVendors extends AsyncDisposable {
  /** What a platform needs to reach them. */
  readonly settings: Settings;
}

/** Serves an emulator of each connector under one certificate authority. */
export async function openEmulatedVendors(connectors: readonly Connector[], clock: Clock): Promise<EmulatedVendors> {
  await using opening = new AsyncDisposableStack();
  const emulators = await openEmulators(connectors, { clock });
  const authority = createCertificateAuthority();
  const hosts = connectors.flatMap((connector, at) => hostsOf(connector, emulators[at]!.emulator));
  const served = opening.use(await serveEmulators(emulators, authority.issue(['127.0.0.1', ...new Set(hosts)])));
  const folder = opening.use(createTemporaryFolder());
  const caFile = join(folder.path, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const pairs = Object.entries(served.origins).map(([connector, origin]) => `${connector}=${origin}`);
  const credentials = Object.assign({}, ...emulators.map(({ emulator }) => emulator.credentials));
  const opened = opening.move();
  return {
    settings: { ...credentials, EMULATOR_ORIGINS: pairs.join(','), EMULATOR_CA_FILE: caFile },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
