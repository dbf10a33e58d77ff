import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, eventually, launchBrowser, type ServedPage } from '../support/browser.js';
import { FRAMES_PER_UPDATE, runProgram, writeTinyConfig } from './program.js';
import { servePage } from './servedPage.js';
import { makeSyntheticRun, type SyntheticRun } from './syntheticRun.js';

const MAZE = 'RlTools/ExploreGoalLocationsSmall-v0';
/** What a page must show as it is, and not do. */
const HOSTILE = '<img src=x onerror=document.title=1>';
const UPDATES = 3;

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-dashboard-test-'));
const at = (name: string): string => join(folder, 'runs', name);

describe.skipIf(browserPath === undefined)('runs are watched in a browser', () => {
  let browser: Browser;
  let page: Page;
  let served: ServedPage;
  let growing: SyntheticRun;
  let hostile: SyntheticRun;
  let factor = 1;
  let expectsNoContact = false;
  /** What must not happen: errors, warnings of the policy, requests to other places. */
  const complaints: string[] = [];

  beforeAll(async () => {
    const frames = `totalFrames=${UPDATES * FRAMES_PER_UPDATE}`;
    const trained = await runProgram([
      'train',
      writeTinyConfig(folder),
      '--out',
      at('trained'),
      '--set',
      frames,
    ]);
    expect(trained.code).toBe(0);
    growing = makeSyntheticRun(at('growing'), { returnOf: (update) => factor * update });
    hostile = makeSyntheticRun(at(HOSTILE), { withCpc: false, returnOf: (update) => 50 - update });
    growing.grow(20);
    hostile.grow(20);
    served = await servePage(['dashboard', join(folder, 'runs'), join(folder, 'later')]);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1360, height: 1000 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !expectsNoContact)
        complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(served.url)) complaints.push(request.url());
    });
    await page.goto(served.url);
  });

  afterEach(() => {
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    growing.close();
    hostile.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const textOf = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();
  /** Runs a script in the page; as text, since its names are the browser's. */
  const inPage = <Result>(script: string): Promise<Result> => page.evaluate<Result>(script);
  const pictureOf = (selector: string): Promise<string> =>
    inPage(`document.querySelector('${selector} canvas').toDataURL()`);
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  /** The texts of a run's cells: return, frames per second, time trained, time left, memory. */
  const numbersOf = (name: string): Promise<string[]> =>
    row(name).locator('td.number').allTextContents();
  /** A picture for people to look at, where they say so. */
  const photograph = async (name: string): Promise<void> => {
    const to = process.env.CPC_RL_SCREENSHOTS;
    if (to !== undefined)
      await page.screenshot({ path: join(to, `dashboard-${name}.png`), fullPage: true });
  };

  test('all runs are in the table, with what their files say', async () => {
    await eventually(() => page.locator('#runs tbody tr').count()).toBe(3);
    await eventually(() => numbersOf('runs/growing')).toEqual([
      '20.00',
      '2k',
      '10 s',
      '–',
      '500 MiB',
    ]);
    await expect(row('runs/growing').locator('progress').getAttribute('value')).resolves.toBe(
      '0.02',
    ); // of a million
    expect(await row('runs/growing').textContent()).toContain('a2c+cpc');
    expect(await row(HOSTILE).textContent()).not.toContain('cpc');
    expect(await row('runs/trained').textContent()).toContain('finished');
    expect(await textOf('waiting')).toContain(join(folder, 'later'));
  });

  test('names are text, whatever they hold', async () => {
    await eventually(() => page.getByRole('button', { name: HOSTILE }).count()).toBe(1);
    expect(await page.title()).toBe('Runs');
    expect(await page.locator('#runs img').count()).toBe(0);
  });

  test('the curves of a level are a picture that says what it shows', async () => {
    const chart = page.getByRole('img', {
      name: /^RlTools\/SeekAvoidArena-v0: mean return of the last 100 episodes over frames, 3 runs/,
    });
    await eventually(() => chart.count()).toBe(1);
  });

  test('a run that grows is followed', async () => {
    const before = await pictureOf('#curves');
    growing.grow(10);
    await eventually(() => numbersOf('runs/growing').then(([shown]) => shown)).toBe('30.00');
    expect(await pictureOf('#curves')).not.toBe(before);
  });

  test('a run that is cut back by a resume is shown as it is then', async () => {
    growing.cutTo(15);
    factor = 2;
    growing.grow(30);
    await eventually(() => numbersOf('runs/growing').then(([shown]) => shown)).toBe('90.00');
    await eventually(() => row('runs/growing').textContent()).toContain('45k of 1M');
  });

  test('the details of a run open by keyboard', async () => {
    await page.getByRole('button', { name: 'runs/growing' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => textOf('detail-title')).toBe('runs/growing');
    await eventually(() => textOf('detail-path')).toBe(at('growing'));
    expect(await textOf('figures')).toMatch(/Actors2 of 2 longest silence 1 s/);
    // What an update takes, as the run's lines have it.
    const time = 'environments 100, transport 20, inference 120, update 240, other 20';
    await eventually(() => page.getByRole('img', { name: time }).count()).toBe(1);
    // After 45 updates at k steps ahead: 1 − 1/(1 + 45/(20 k)), of k = 1, 3, 5.
    const accuracy = 'lately 0.6923 at k = 1, 0.4286 at k = 3, 0.3103 at k = 5';
    await eventually(() => page.getByRole('img', { name: accuracy }).count()).toBe(1);
    await eventually(() =>
      page.getByRole('img', { name: /^entropy over frames, now 2\.155/ }).count(),
    ).toBe(1);
    expect(await page.locator('#recent tbody tr').first().allTextContents()).toEqual(['45k025090']);
    await photograph('details');
  });

  test('another list over prediction steps can be chosen', async () => {
    await page.getByLabel('By prediction step').selectOption('auxiliary/cpc/loss');
    await eventually(() =>
      page.getByRole('img', { name: /^auxiliary\/cpc\/loss by steps ahead k = 1 to 5/ }).count(),
    ).toBe(1);
  });

  test('curves are hidden, smoothed, and drawn over time', async () => {
    const pictures = [await pictureOf('#curves')];
    const changed = async (): Promise<void> => {
      const last = pictures.at(-1);
      await eventually(() => pictureOf('#curves')).not.toBe(last);
      pictures.push(await pictureOf('#curves'));
    };
    await page.getByRole('checkbox', { name: `Show the curve of runs/${HOSTILE}` }).uncheck();
    await changed();
    await page.getByLabel('Smoothing', { exact: true }).selectOption('1');
    await changed();
    await page.getByLabel('Over', { exact: true }).selectOption('seconds');
    await changed();
    await page.getByLabel('Colour', { exact: true }).selectOption('arm');
    await page.getByRole('checkbox', { name: 'Show all curves' }).check();
    await changed();
    expect(new Set(pictures).size).toBe(pictures.length);
  });

  test('a run without predictions has no map of them', async () => {
    await page.getByRole('button', { name: HOSTILE }).click();
    await eventually(() => textOf('detail-title')).toBe(`runs/${HOSTILE}`);
    expect(await page.locator('#prediction').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Play one' }).isDisabled()).toBe(true);
  });

  test('an episode is played with the newest checkpoint', async () => {
    await page.getByRole('button', { name: 'runs/trained' }).click();
    await eventually(() => textOf('film-text')).toContain('Have an episode played');
    await page.getByRole('button', { name: 'Play one' }).click();
    await eventually(() => textOf('film-text')).toMatch(
      /^Played with the checkpoint at 600 frames, the newest/,
    );
    const width = (): Promise<number> =>
      inPage("document.getElementById('animation').naturalWidth");
    await eventually(width).toBeGreaterThan(0);
    await photograph('episode');
  });

  test('a run of another level that appears later gets a picture of its own', async () => {
    const later = makeSyntheticRun(join(folder, 'later/trials/0000-a2c'), { level: MAZE });
    later.grow(20);
    later.close();
    await eventually(() => page.getByRole('img', { name: new RegExp(`^${MAZE}: `) }).count()).toBe(
      1,
    );
    expect(await page.locator('#waiting').isVisible()).toBe(false);
    expect(await page.locator('#runs tbody tr').count()).toBe(4);
  });

  test('light and dark are followed, and narrow screens', async () => {
    const ground = (): Promise<string> => inPage('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = [await ground(), await pictureOf('#curves')];
    await photograph('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(light[0]);
    await eventually(() => pictureOf('#curves')).not.toBe(light[1]);
    await photograph('dark');
    await page.setViewportSize({ width: 420, height: 900 });
    await eventually(() => inPage('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
    await photograph('narrow');
  });

  test('a server that ends is missed', async () => {
    expectsNoContact = true;
    expect(await served.stop()).toBe(0);
    await eventually(() => textOf('contact')).toBe('No contact with the dashboard; trying again.');
  });
});
