import type { Emulator } from '../../src/emulation/emulator.ts';
import type { NamedEmulator } from '../../src/emulation/https-shell.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import type { Connector } from '../../src/kernel/connector.ts';

/** What every emulator takes; an emulator may take more. */
export interface EveryEmulatorOptions {
  readonly clock: Clock;
  /** Another fictional shop. */
  readonly seed?: string;
  readonly [option: string]: unknown;
}

/** Opens the emulator of one connector. */
export async function openEmulatorOf(connector: string, options: EveryEmulatorOptions): Promise<Emulator> {
  const { openEmulator } = (await import(`../../src/connectors/${connector}/emulator/emulator.ts`)) as {
    openEmulator(options: EveryEmulatorOptions): Emulator;
  };
  return openEmulator(options);
}

/** Opens the emulator of each connector. */
export function openEmulators(
  connectors: readonly Connector[],
  options: EveryEmulatorOptions,
): Promise<readonly NamedEmulator[]> {
  return Promise.all(
    connectors.map(async ({ id }) => ({ connector: id, emulator: await openEmulatorOf(id, options) })),
  );
}

/** Every host that a connection made with the emulator's credentials reaches: what its certificate has to name. */
export function hostsOf({ configure }: Connector, { credentials, origin }: Emulator): readonly string[] {
  const value = (name: string) => credentials[name];
  const configured = configure({ value, has: (name) => value(name) !== undefined });
  return 'target' in configured ? configured.target.hosts : [new URL(origin).host];
}
