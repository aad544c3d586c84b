import type { DoctorCheck } from './check.ts';

const WANTED_MAJOR = 24;

/** Checks that this process runs on a Node that the platform is tested on. `version` is `process.version`. */
export function nodeVersionCheck(version: string): DoctorCheck {
  return {
    id: 'node',
    title: 'Node',
    run() {
      const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
      if (major === WANTED_MAJOR) return { status: 'ok', summary: version };
      const advice = [`Node ${WANTED_MAJOR} is what the platform is developed on: https://nodejs.org/en/download`];
      if (major < 22 || (major === 22 && minor < 19) || major === 23) {
        return { status: 'failed', summary: `${version} is not supported`, advice };
      }
      return { status: 'ok', summary: `${version} (supported; ${WANTED_MAJOR} is what is developed on)` };
    },
  };
}
