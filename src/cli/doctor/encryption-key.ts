import type { DoctorCheck } from './check.ts';

/** Where the key that seals secrets comes from, without the key. */
export interface KeySource {
  /** `setting`: OAUTH_ENCRYPTION_KEY. `file`: kept in the data folder. `none`: the first start makes one. */
  readonly from: 'setting' | 'file' | 'none';
  readonly production: boolean;
  /** What is wrong with it and what to do, as one sentence. */
  readonly fault?: string;
}

/** Checks that there is a key to seal secrets with. */
export function encryptionKeyCheck(source: KeySource): DoctorCheck {
  return {
    id: 'encryption-key',
    title: 'Encryption key',
    needs: ['settings', 'data-folder'],
    run() {
      if (source.fault) return { status: 'failed', summary: 'cannot be used', advice: [source.fault] };
      if (source.from === 'setting') return { status: 'ok', summary: 'from OAUTH_ENCRYPTION_KEY' };
      const advice = [
        'Set OAUTH_ENCRYPTION_KEY from where you keep secrets, and keep it apart from backups of the data.',
      ];
      if (source.production) return { status: 'failed', summary: 'not set', advice };
      if (source.from === 'none') return { status: 'ok', summary: 'is made at the first start' };
      return { status: 'warning', summary: 'made by the platform and kept beside the data it protects', advice };
    },
  };
}
