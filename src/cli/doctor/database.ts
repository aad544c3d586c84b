import type { DoctorCheck, Finding } from './check.ts';

/** Where the records are kept: in a file of the data folder, or on a database server. */
export type DatabaseKind = 'file' | 'server';

interface Words {
  /** There is none yet. */
  readonly none: string;
  readonly inOrder: string;
  readonly notInOrder: string;
  readonly advice: string;
}

const WORDS: Readonly<Record<DatabaseKind, Words>> = {
  file: {
    none: 'is made at the first start',
    inOrder: 'whole',
    notInOrder: 'damaged',
    advice: 'Stop the platform, keep a copy of the data folder, and restore the newest backup that passes this check.',
  },
  server: {
    none: 'PostgreSQL answers; the tables are made at the first start',
    inOrder: 'PostgreSQL answers, and its tables are those of this release',
    notInOrder: 'PostgreSQL cannot be used',
    advice: 'Correct DATABASE_URL or the server that it names, and run doctor again.',
  },
};

/** Checks the database: `inspect` gives what is wrong with it, or `undefined` where there is none yet. */
export function databaseCheck(
  inspect: () => Promise<readonly string[] | undefined>,
  kind: DatabaseKind = 'file',
): DoctorCheck {
  const { none, inOrder, notInOrder, advice } = WORDS[kind];
  return {
    id: 'database',
    title: 'Database',
    needs: ['settings', 'data-folder'],
    async run(): Promise<Finding> {
      const complaints = await inspect();
      if (!complaints) return { status: 'ok', summary: none };
      if (complaints.length === 0) return { status: 'ok', summary: inOrder };
      return { status: 'failed', summary: `${notInOrder}: ${complaints.slice(0, 3).join('; ')}`, advice: [advice] };
    },
  };
}
