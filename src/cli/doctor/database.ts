import type { DoctorCheck } from './check.ts';

/** Checks the database: `inspect` gives what its own integrity check complains about, or `undefined` where there is none yet. */
export function databaseCheck(inspect: () => Promise<readonly string[] | undefined>): DoctorCheck {
  return {
    id: 'database',
    title: 'Database',
    needs: ['settings', 'data-folder'],
    async run() {
      const complaints = await inspect();
      if (!complaints) return { status: 'ok', summary: 'is made at the first start' };
      if (complaints.length === 0) return { status: 'ok', summary: 'whole' };
      return {
        status: 'failed',
        summary: `damaged: ${complaints.slice(0, 3).join('; ')}`,
        advice: [
          'Stop the platform, keep a copy of the data folder, and restore the newest backup that passes this check.',
        ],
      };
    },
  };
}
