import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/index.js';
import { browserPath, launchBrowser } from '../support/browser.js';
import { writeSyntheticRun } from '../support/syntheticRuns.js';
import { runProgram } from './program.js';

const LEVEL = 'RlTools/SeekAvoidArena-v0';
const SCORES = 'scores-rltools-seekavoidarena-v0';
const CURVES = 'curves-rltools-seekavoidarena-v0-frames';
const OPTIONS = ['--replications', '200', '--bins', '20'];
const BYTES_MOST = 1_500_000;

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-report-'));
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  for (const seed of [1, 2, 3]) {
    const shared = { seed, level: LEVEL, options: { size: 'small' } };
    writeSyntheticRun(at(`runs/a2c-${seed}`), { ...shared, score: 3 });
    writeSyntheticRun(at(`runs/cpc-${seed}`), { ...shared, score: 5, cpcSteps: 30 });
  }
  const made = await runProgram([
    'report',
    at('runs'),
    '--out',
    at('report.html'),
    '--figures',
    at('figures'),
    ...OPTIONS,
  ]);
  expect(made.stderr).toBe('');
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(/report\.html\n.*figures: \d+ files\n$/);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('one small file, and figures beside it', () => {
  expect(statSync(at('report.html')).size).toBeLessThan(BYTES_MOST);
  expect(readFileSync(at(`figures/${CURVES}.svg`), 'utf8')).toMatch(/^<svg /);
  expect(readFileSync(at(`figures/${SCORES}.csv`), 'utf8')).toMatch(/^arm,seed,draw,finalScore\n/);
});

test('a folder without runs is refused by name', async () => {
  mkdirSync(at('empty'), { recursive: true });
  const { code, stderr } = await runProgram(['report', at('empty'), '--out', at('none.html')]);
  expect(code).toBe(1);
  expect(stderr).toContain(at('empty'));
});

describe.skipIf(browserPath === undefined)('in a browser, from disk', () => {
  let browser: Browser;
  let page: Page;
  /** What must not happen: errors, warnings, refusals by the page's policy, requests. */
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    const own = pathToFileURL(at('report.html')).href;
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(own) && !/^(data|blob):/.test(url)) complaints.push(url);
    });
    await page.goto(own);
  });

  afterEach(() => {
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
  });

  /** Runs a script in the page; as text, since its names are the browser's. */
  const inPage = <Result>(script: string): Promise<Result> => page.evaluate<Result>(script);
  /** A picture for people to look at, where they say so. */
  const photograph = async (name: string, fullPage = true): Promise<void> => {
    const to = process.env.CPC_RL_SCREENSHOTS;
    if (to !== undefined) await page.screenshot({ path: join(to, `report-${name}.png`), fullPage });
  };

  test('its numbers are those of compare --json', async () => {
    const { stdout } = await runProgram(['compare', at('runs'), '--json', ...OPTIONS]);
    const comparison = JSON.parse(stdout) as Comparison;
    const shown = await inPage<Record<string, number[]>>(`Object.fromEntries(
      [...document.querySelectorAll('#table-${SCORES} tbody tr')].map((row) => [
        row.querySelector('th').textContent,
        [...row.querySelectorAll('[data-key=iqm] data, [data-key=areaUnderCurve] data')].map(({ value }) => Number(value)),
      ]),
    )`);
    const arms = Object.entries(comparison.levels[LEVEL]!.arms);
    expect(shown).toEqual(
      Object.fromEntries(
        arms.map(([name, arm]) => [
          name,
          [arm.iqm, ...arm.iqmInterval, arm.areaUnderCurve, ...arm.areaUnderCurveInterval],
        ]),
      ),
    );
    const improvements = await inPage<number[]>(
      `[...document.querySelectorAll('#table-improvement data')].map(({ value }) => Number(value))`,
    );
    expect(improvements).toEqual(
      comparison.probabilityOfImprovement.flatMap(({ value, interval }) => [value, ...interval]),
    );
    await photograph('light');
  });

  test('wall-clock, single seeds and arms are shown on demand', async () => {
    const isShown = (selector: string): Promise<boolean> =>
      page.locator(selector).first().isVisible();
    const seconds = `#${CURVES.replace('frames', 'seconds')}`;
    expect([await isShown(`#${CURVES}`), await isShown(seconds)]).toEqual([true, false]);
    await page.getByRole('radio', { name: 'wall-clock' }).check();
    expect([await isShown(`#${CURVES}`), await isShown(seconds)]).toEqual([false, true]);
    await page.getByRole('radio', { name: 'frames' }).check();

    expect(await isShown(`#${CURVES} .single`)).toBe(false);
    await page.getByLabel('Single seeds').check();
    expect(await isShown(`#${CURVES} .single`)).toBe(true);
    expect(await page.locator(`#${CURVES} polyline.single`).count()).toBe(6);
    await photograph('seeds', false);

    await page.getByRole('checkbox', { name: 'a2c', exact: true }).uncheck();
    expect(await isShown(`#${CURVES} polyline.arm-0`)).toBe(false);
    expect(await isShown(`#${CURVES} polyline.arm-1`)).toBe(true);
    await page.getByRole('checkbox', { name: 'a2c', exact: true }).check();
    await page.getByLabel('Single seeds').uncheck();
  });

  test('the pointer and the arrow keys read values off', async () => {
    const plot = page.locator(`#${CURVES} .plot`);
    await plot.scrollIntoViewIfNeeded();
    await plot.focus();
    await page.keyboard.press('End');
    const reading = page.locator('#reading');
    const csv = readFileSync(at(`figures/${CURVES}.csv`), 'utf8').split('\n');
    const last = (arm: string): number =>
      Number(
        csv
          .filter((row) => row.startsWith(`${arm},iqm,`))
          .at(-1)!
          .split(',')[4],
      );
    const said = (await reading.textContent())!;
    expect(said).toContain('1,000,000 frames');
    for (const arm of ['a2c', 'a2c+cpc']) {
      expect(said).toContain(`${arm}: ${Number(last(arm).toPrecision(4))} [`);
    }
    await page.keyboard.press('ArrowLeft');
    expect(await reading.textContent()).not.toBe(said);
    await page.keyboard.press('Escape');
    expect(await reading.isVisible()).toBe(false);
    await plot.hover();
    expect(await reading.isVisible()).toBe(true);
    await photograph('reading', false);
    await page.mouse.move(0, 0);
    expect(await reading.isVisible()).toBe(false);
  });

  test('light and dark follow the system or the reader', async () => {
    const ground = (): Promise<string> => inPage('getComputedStyle(document.body).backgroundColor');
    const line = (): Promise<string> =>
      inPage(
        `getComputedStyle(document.querySelector('#${CURVES} polyline.arm-0:not(.single)')).stroke`,
      );
    await page.emulateMedia({ colorScheme: 'light' });
    const light = [await ground(), await line()];
    expect(light[1]).toBe('rgb(0, 114, 178)');
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = [await ground(), await line()];
    expect(dark[0]).not.toBe(light[0]);
    expect(dark[1]).toBe('rgb(61, 155, 224)');
    await photograph('dark');
    await page.getByLabel('Theme').selectOption('light');
    expect([await ground(), await line()]).toEqual(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByLabel('Theme').selectOption('dark');
    expect([await ground(), await line()]).toEqual(dark);
    await page.getByLabel('Theme').selectOption('system');
  });

  /** Presses a button that saves something. @returns its bytes. */
  const saved = async (label: string): Promise<Buffer> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: label, exact: true }).click(),
    ]);
    return readFileSync(await download.path());
  };

  test('figures and numbers are saved as the files that --figures writes', async () => {
    const csv = await saved(`Save ${CURVES} as CSV`);
    expect(csv).toEqual(readFileSync(at(`figures/${CURVES}.csv`)));
    const svg = String(await saved(`Save ${CURVES} as SVG`));
    expect(svg).not.toMatch(/var\(|class="single/);
    expect(svg).toMatch(/stroke="#0072B2"/i);
    const png = PNG.sync.read(await saved(`Save ${CURVES} as PNG`));
    expect([png.width, png.height]).toEqual([1920, 1140]); // three times 640 by 380
    expect([...png.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect(new Set(png.data).size).toBeGreaterThan(20);
    const results = JSON.parse(String(await saved('All results as JSON'))) as Comparison;
    expect(Object.keys(results.levels)).toEqual([LEVEL]);
  });

  test('all controls and figures are reached by keyboard and have names', async () => {
    const nameless = await inPage<string[]>(`
      [...document.querySelectorAll('button, input, select, [tabindex="0"]')]
        .filter((element) => !(element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') ||
          element.labels?.length || element.textContent.trim()))
        .map(({ outerHTML }) => outerHTML)`);
    expect(nameless).toEqual([]);
    await page.locator('h1').click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await inPage('document.activeElement.name')).toBe('axis');
  });

  test('a narrow window shows all of it', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await inPage('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    await photograph('narrow');
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  test('it prints: unfolded, light and without controls', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    if (process.env.CPC_RL_SCREENSHOTS !== undefined) {
      writeFileSync(join(process.env.CPC_RL_SCREENSHOTS, 'report.pdf'), pdf);
    }
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await inPage('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('.controls').isVisible()).toBe(false);
    await inPage(`window.dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    await inPage(`window.dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('details[open]').count()).toBe(0);
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  });

  test('without scripts the curves over frames and all tables are there', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(pathToFileURL(at('report.html')).href);
    expect(await plain.locator(`#${CURVES} svg`).isVisible()).toBe(true);
    expect(await plain.locator(`#table-${SCORES}`).isVisible()).toBe(true);
    await context.close();
  });
});
