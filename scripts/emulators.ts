import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CONNECTORS } from '../src/connectors/index.ts';
import { faultGrammar } from '../src/emulation/faults.ts';
import { type NamedEmulator, serveEmulators } from '../src/emulation/https-shell.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { createCertificateAuthority } from './emulators/certificate-authority.ts';
import { hostsOf, openEmulators } from './emulators/open-emulators.ts';

/** Serves the vendors' emulators over HTTPS on loopback until it is told to stop, and prints how to use them. */

const usage = `npm run emulators -- [--port 9443] [--folder DIR] [--seed TEXT]

  --port     port of the first emulator, the others follow; any free ports when absent
  --folder   where the authority's certificate is written; a new temporary folder when absent
  --seed     another fictional shop`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      folder: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const emulators = await openEmulators(CONNECTORS, { clock: systemClock, seed: values.seed });
  const authority = createCertificateAuthority();
  const hosts = emulators.flatMap(({ emulator }, at) => hostsOf(CONNECTORS[at]!, emulator));
  const pair = authority.issue(['127.0.0.1', 'localhost', ...hosts]);
  const caFile = await writeCertificate(authority.caPem, values.folder);
  await using served = await serveEmulators(emulators, { port: parsePort(values.port), ...pair });
  console.log(describe(emulators, served.origins, caFile));
  await untilStopped();
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error('--port is a number from 1 to 65535.');
  return port;
}

async function writeCertificate(caPem: string, folder: string | undefined): Promise<string> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'mcp-platform-emulators-')));
  const file = resolve(home, 'emulators-ca.pem');
  await writeFile(file, caPem);
  return file;
}

function describe(
  emulators: readonly NamedEmulator[],
  origins: Readonly<Record<string, string>>,
  caFile: string,
): string {
  const pairs = Object.entries(origins).map(([connector, origin]) => `${connector}=${origin}`);
  const credentials = emulators.flatMap(({ connector, emulator }) => [
    `# ${connector} at ${origins[connector]}`,
    ...Object.entries(emulator.credentials).map(([name, value]) => `${name}=${value}`),
  ]);
  return [
    'Vendor emulators are up. Paste into .env:',
    '',
    `EMULATOR_ORIGINS=${pairs.join(',')}`,
    `EMULATOR_CA_FILE=${caFile}`,
    ...credentials,
    '',
    'Faults, by request header:',
    faultGrammar,
    '',
    'Ctrl+C stops them.',
  ].join('\n');
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

// A port in use, a folder that cannot be written, a wrong option: said in one line, not with a stack.
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
