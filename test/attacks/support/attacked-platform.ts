import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PlatformProcess, type Settings, startPlatform } from '../../support/platform-process.ts';

/** Attacks are many calls of one key: limits are set out of the way, and tests of limits set their own. */
const UNHURRIED = {
  RATE_CALLS_PER_MINUTE: '1000000',
  RATE_BURST: '100000',
  SIGN_IN_FAILURES_PER_MINUTE: '10000',
};

/** A platform in a process of its own, killed when it is disposed of. */
export interface AttackedPlatform extends PlatformProcess {
  readonly port: number;
  /** Whether the process is still there. */
  alive(): boolean;
  /** Lines of the log that are none: warnings of Node's, stacks of what nobody caught. */
  strayLines(): string[];
  /** Resident memory in bytes. */
  residentBytes(): number;
}

/** Starts the platform on a free port with the conformance fixtures. */
export async function attackPlatform({ settings = {} }: { settings?: Settings } = {}): Promise<AttackedPlatform> {
  const platform = await startPlatform({ settings: { ...UNHURRIED, ...settings }, args: ['--conformance'] });
  const { pid } = JSON.parse(readFileSync(join(platform.folder, 'owner.json'), 'utf8')) as { pid: number };
  let alive = true;
  platform.ended.then(
    () => {
      alive = false;
    },
    () => {},
  );
  return {
    ...platform,
    port: Number(new URL(platform.url).port),
    alive: () => alive,
    strayLines: () =>
      platform
        .logText()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('{"level":')),
    residentBytes: () => residentBytesOf(pid),
  };
}

/** As Linux tells it. */
function residentBytesOf(pid: number): number {
  return 1024 * Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
