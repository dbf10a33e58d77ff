import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import type { Plugin, TestProjectInlineConfiguration } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { CHROMIUM_ARGS, findChromium } = (await import(here('scripts/browser.mjs'))) as {
  CHROMIUM_ARGS: readonly string[];
  findChromium: () => string | undefined;
};
const chromium = findChromium();
const minutes = 60_000;

/** How the tests run on Node. */
export const onNode = {
  globalSetup: ['test/support/builtProgram.ts'],
  // The native engine holds process-wide state and its own thread pool: processes, not threads.
  pool: 'forks' as const,
  maxWorkers: 2,
  testTimeout: 2 * minutes,
  hookTimeout: 2 * minutes,
};

/** Tests of the CPC loss once more, on backends of TensorFlow.js in a real browser; none where there is none. */
export function inBrowser(
  name: string,
  { backends, include }: { readonly backends: readonly string[]; readonly include: string[] },
): TestProjectInlineConfiguration[] {
  if (chromium === undefined) return [];
  const args = [
    ...CHROMIUM_ARGS,
    // WebGL and WebGPU on the CPU, by drivers that Chromium carries.
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
  ];
  const tfjs = ['', '-core', '-backend-wasm', '-backend-webgpu'];
  return [
    {
      plugins: [standIns()],
      optimizeDeps: { include: ['zod', ...tfjs.map((part) => `@tensorflow/tfjs${part}`)] },
      test: {
        name,
        include,
        env: { BACKENDS: backends.join(' ') },
        maxWorkers: onNode.maxWorkers,
        testTimeout: onNode.testTimeout,
        hookTimeout: onNode.hookTimeout,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          instances: [{ browser: 'chromium' }],
          provider: playwright({ launchOptions: { executablePath: chromium, args } }),
        },
      },
    },
  ];
}

/** Replaces what runs on Node alone: see `test/support/inBrowser`. */
function standIns(): Plugin {
  const replaced = new Map([
    [here('src/compute/index.ts'), here('test/support/inBrowser/compute.ts')],
    [here('test/support/engines.ts'), here('test/support/inBrowser/engines.ts')],
  ]);
  return {
    name: 'stand-ins',
    enforce: 'pre',
    async resolveId(source, importer) {
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return replaced.get(resolved?.id ?? '') ?? resolved;
    },
  };
}

const ofCpc = (...names: string[]): string[] =>
  names.map((name) => `test/auxiliary/cpc/${name}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...onNode,
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/learn/**', '**/node_modules/**'],
        },
      },
      ...inBrowser('browser', { backends: ['cpu', 'wasm'], include: ofCpc('*') }),
      // The rest takes minutes without a graphics card: scripts/vitest.learn.config.mjs.
      ...inBrowser('browser-gpu', {
        backends: ['webgl', 'webgpu'],
        include: ofCpc('golden', 'mistakes'),
      }),
    ],
  },
});
