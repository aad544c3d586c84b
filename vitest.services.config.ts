import { defineConfig } from 'vitest/config';

/** What needs a real PostgreSQL and a real Redis; `npm run test:services` finds them and runs this. */
export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts'],
    pool: 'forks',
    // One file after the other: some break every connection to the database.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
