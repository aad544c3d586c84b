import { defineConfig } from 'vitest/config';

/** What needs a real PostgreSQL; `npm run test:services` finds one and runs this. */
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
