import { defineConfig } from 'vitest/config';
import everyday from '../vitest.config.ts';

/** The long learning tests: `npm run test:learn`. */
export default defineConfig({
  test: {
    ...everyday.test,
    include: ['test/learn/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 30 * 60_000,
  },
});
