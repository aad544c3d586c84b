import { defineConfig } from 'vitest/config';

/** What needs a real PostgreSQL; `npm run test:services` finds one and runs this. */
export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
