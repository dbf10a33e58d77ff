import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, launchBrowser, serve, type ServedPage } from '../support/browser.js';

const server = fileURLToPath(new URL('../../examples/browser/serve.mjs', import.meta.url));
/** N, sequences of an update: the candidates, one of which is right. */
const CANDIDATES = 16;

/** Machines that test are busy. */
const PATIENCE_MS = 300_000;

describe.skipIf(browserPath === undefined)(
  'an agent learns in a browser',
  { timeout: PATIENCE_MS },
  () => {
    let browser: Browser;
    let page: Page;
    let served: ServedPage;
    const complaints: string[] = [];

    beforeAll(async () => {
      served = await serve([server]);
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 1000, height: 1150 } });
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(served.url)) complaints.push(request.url());
      });
    });

    afterEach(() => {
      expect(complaints).toEqual([]);
    });

    afterAll(async () => {
      await browser.close();
      await served.stop();
    });

    const textOf = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();
    const numberOf = async (id: string): Promise<number> => Number(await textOf(id));
    const photograph = async (name: string): Promise<void> => {
      const to = process.env.CPC_RL_SCREENSHOTS;
      if (to !== undefined) await page.screenshot({ path: join(to, `${name}.png`) });
    };
    /** Waits until the page has made so many updates. */
    const updated = (updates: number): Promise<void> =>
      expect
        .poll(() => numberOf('updates'), { timeout: PATIENCE_MS })
        .toBeGreaterThanOrEqual(updates);

    test.each(['webgl', 'wasm', 'cpu'])('on %s, from guessing on', async (backend) => {
      await page.goto(`${served.url}?backend=${backend}`);
      await updated(1);
      expect(await textOf('status')).toBe(`Learning on ${backend}`);
      expect(await page.locator('#backend').inputValue()).toBe(backend);
      expect(await textOf('guessing')).toBe(Math.log(CANDIDATES).toFixed(2));
    });

    test('the loss falls and the accuracy rises while it is looked at', async () => {
      await page.goto(`${served.url}?backend=wasm`);
      await updated(1);
      expect(await numberOf('loss')).toBeGreaterThan(Math.log(CANDIDATES) - 0.5);
      // What one update shows goes up and down: the first good one counts.
      const patience = { timeout: PATIENCE_MS };
      await expect.poll(() => numberOf('loss'), patience).toBeLessThan(Math.log(CANDIDATES) - 0.5);
      await expect.poll(() => numberOf('accuracy'), patience).toBeGreaterThan(4 / CANDIDATES);
      // one line for the loss, one for guessing; one line per step ahead
      expect(
        await page.locator('#loss-chart svg path[fill="none"]').count(),
      ).toBeGreaterThanOrEqual(2);
      expect(
        await page.locator('#accuracy-chart svg path[fill="none"]').count(),
      ).toBeGreaterThanOrEqual(5);
      await photograph('example-browser');
    });

    test('it can be paused', async () => {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.waitForTimeout(500); // an update under way ends
      const before = await textOf('updates');
      await page.waitForTimeout(500);
      expect(await textOf('updates')).toBe(before);
      await page.getByRole('button', { name: 'Go on' }).click();
      await updated(Number(before) + 1);
    });
  },
);
