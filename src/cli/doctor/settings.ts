import type { DoctorCheck } from './check.ts';

/** What reading the settings came to. */
export interface SettingsReading {
  /** What stops a start; each says what to write instead. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** What was read, in a few words: `development, 3 set`. */
  readonly summary: string;
}

/** Checks that a start would accept the settings. */
export function settingsCheck(reading: SettingsReading): DoctorCheck {
  return {
    id: 'settings',
    title: 'Settings',
    run() {
      const { faults, warnings, summary } = reading;
      if (faults.length > 0) {
        const count = faults.length === 1 ? 'one setting stops' : `${faults.length} settings stop`;
        return { status: 'failed', summary: `${count} the start`, advice: [...faults, ...warnings] };
      }
      if (warnings.length > 0) return { status: 'warning', summary, advice: warnings };
      return { status: 'ok', summary };
    },
  };
}
