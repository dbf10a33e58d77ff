import { defineConfig } from 'vitest/config';
import { inBrowser, onNode } from '../vitest.config.ts';

/** The long tests: `npm run test:learn`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...onNode,
          name: 'learn',
          include: ['test/learn/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 30 * 60_000,
        },
      },
      ...inBrowser('browser-gpu', {
        backends: ['webgl', 'webgpu'],
        include: ['test/auxiliary/cpc/*.test.ts'],
      }),
    ],
  },
});
