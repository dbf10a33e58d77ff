import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { make } from '@rl-tools/env';
import { LEVELS, registerLevels } from '@rl-tools/env/levels';
import { browserPath, eventually, launchBrowser, type ServedPage } from '../support/browser.js';
import { servePage } from './servedPage.js';

registerLevels();

const LEVEL = 'RlTools/SeekAvoidArena-v0';
const SEED = seedWithAppleAhead();
const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-play-'));
const scores = join(folder, 'scores.jsonl');

/** First seed with which whoever walks straight ahead meets an apple, and nothing else in 6 s. */
function seedWithAppleAhead(): number {
  for (let seed = 1; ; seed++) {
    const env = make(LEVEL, { size: 'small' });
    env.reset({ seed });
    const rewards = Array.from({ length: 90 }, () => env.step(0)[1]);
    env.close();
    if (rewards.filter((reward) => reward !== 0).join() === '1') return seed;
  }
}

describe.skipIf(browserPath === undefined)('a person plays in a browser', () => {
  let browser: Browser;
  let page: Page;
  let play: ServedPage;
  /** What must not happen: errors, warnings of the policy, requests to other places. */
  const complaints: string[] = [];

  beforeAll(async () => {
    const args = ['play', 'SeekAvoidArena', '--size', 'small', '--seed', String(SEED)];
    play = await servePage([...args, '--record', scores]);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(play.url)) complaints.push(request.url());
    });
    await page.goto(play.url);
  });

  afterEach(() => {
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    expect(await play.stop()).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  });

  const textOf = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();
  /** Runs a script in the page; as text, since its names are the browser's. */
  const inPage = <Result>(script: string): Promise<Result> => page.evaluate<Result>(script);
  const pictureOf = (id: string): Promise<string> =>
    inPage(`document.getElementById('${id}').toDataURL()`);
  /** A picture for people to look at, where they say so. */
  const photograph = async (name: string): Promise<void> => {
    const to = process.env.CPC_RL_SCREENSHOTS;
    if (to !== undefined) await page.screenshot({ path: join(to, `${name}.png`), fullPage: true });
  };

  test('the page opens ready to play, all of it named', async () => {
    await eventually(() => textOf('overlay')).toBe('Play (click or Enter)');
    for (const [role, name] of [
      ['combobox', 'Level'],
      ['combobox', 'Size'],
      ['spinbutton', 'Seed'],
      ['button', 'Start with this seed'],
      ['button', /^Pause/],
      ['button', /^New episode/],
      ['application', /^What the player sees/],
      ['img', 'What an agent sees'],
      ['img', /^Map/],
    ] as const) {
      expect(await page.getByRole(role, { name }).count(), String(name)).toBe(1);
    }
    expect(await page.locator('#level option').allTextContents()).toEqual(
      LEVELS.map(({ id }) => id),
    );
    expect([await textOf('score'), await textOf('time-left'), await textOf('seed-played')]).toEqual(
      ['0', '10 s', String(SEED)],
    );
    await photograph('ready');
  });

  test('the small view is what an agent sees', async () => {
    const env = make<Uint8Array, number>(LEVEL, { size: 'small' });
    const [observation] = env.reset({ seed: SEED });
    const rgba = await inPage<number[]>(`{
      const canvas = document.getElementById('agent');
      [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data];
    }`);
    const shown = rgba.filter((_, i) => i % 4 !== 3); // without alpha
    expect(Buffer.compare(Uint8Array.from(shown), observation)).toBe(0);
  });

  test('keys move the player: view, map and score change', async () => {
    const before = [await pictureOf('view'), await pictureOf('map')];
    await page.locator('#overlay').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.down('KeyW');
    await eventually(() => textOf('score')).not.toBe('0');
    await page.keyboard.up('KeyW');
    expect(await pictureOf('view')).not.toBe(before[0]);
    expect(await pictureOf('map')).not.toBe(before[1]);
    expect(await textOf('status')).toMatch(/^\+1, score [1-9]$/); // it walks on until it is looked at
    await photograph('playing');
  });

  test('pausing stops the time', async () => {
    await page.keyboard.press('KeyP');
    await eventually(() => textOf('overlay')).toMatch(/^Paused/);
    const paused = [await textOf('time-left'), await pictureOf('view')];
    await page.keyboard.down('KeyW');
    await page.waitForTimeout(1200);
    await page.keyboard.up('KeyW');
    expect([await textOf('time-left'), await pictureOf('view')]).toEqual(paused);
    await page.keyboard.press('KeyP');
    await eventually(() => page.locator('#overlay').isVisible()).toBe(false);
  });

  test('the mouse, captured by a click, turns the player; leaving pauses', async () => {
    await page.mouse.move(300, 400);
    await page.mouse.click(300, 400);
    await eventually(() => inPage('document.pointerLockElement?.id')).toBe('view');
    await page.waitForTimeout(300);
    const before = await pictureOf('view');
    await page.mouse.move(400, 400, { steps: 5 });
    await eventually(() => pictureOf('view')).not.toBe(before);
    await inPage('document.exitPointerLock()');
    await eventually(() => textOf('overlay')).toMatch(/^Paused/);
  });

  test('a whole episode is recorded', async () => {
    await page.locator('#overlay').focus();
    await page.keyboard.press('Enter');
    await eventually(() => textOf('overlay')).toMatch(/^Score -?\d+\. Next/);
    await eventually(() => textOf('status')).toMatch(/recorded\.$/);
    const lines = readFileSync(scores, 'utf8').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        level: LEVEL,
        size: 'small',
        seed: SEED,
        return: Number(await textOf('score')),
        length: 150, // 10 s of 15 steps
        frames: 600,
        looks: 'free',
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      },
    ]);
    await photograph('over');
  });

  test('the next episode has the next seed', async () => {
    await page.locator('#view').focus();
    await page.keyboard.press('KeyR');
    await eventually(() => textOf('episode')).toBe('2');
    expect(await textOf('seed-played')).toBe(String(SEED + 1));
    expect(await textOf('score')).toBe('0');
  });

  test('keys in the form are the form’s', async () => {
    await page.keyboard.press('KeyP');
    await page.getByLabel('Seed').fill('77');
    await page.getByLabel('Seed').press('KeyR');
    expect(await textOf('episode')).toBe('2');
    await page.getByLabel('Seed').press('Enter');
    await eventually(() => textOf('seed-played')).toBe('77');
    expect(await textOf('episode')).toBe('1');
  });

  test.each(LEVELS)('$id can be chosen and played', async ({ id, sizes }) => {
    await page.getByLabel('Level').selectOption(id);
    for (const [size, { width, height, episodeSeconds }] of Object.entries(sizes)) {
      await page.getByLabel('Size').selectOption(size);
      expect(await textOf('agent-size')).toBe(`${width} × ${height}`);
      expect(await textOf('time-left')).toBe(`${episodeSeconds} s`);
      await page.locator('#overlay').focus();
      await page.keyboard.press('Enter');
      const before = await pictureOf('map');
      await page.keyboard.down('ArrowLeft');
      await page.keyboard.down('ArrowUp');
      await eventually(() => pictureOf('map')).not.toBe(before);
      await page.waitForTimeout(500);
      await page.keyboard.up('ArrowUp');
      await page.keyboard.up('ArrowLeft');
      await photograph(`${id.replace(/\W/g, '-')}-${size}`);
      await page.keyboard.press('KeyP');
    }
  });

  test('light and dark are followed, and narrow screens', async () => {
    const ground = (): Promise<string> => inPage('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(light);
    await photograph('dark');
    await page.setViewportSize({ width: 480, height: 900 });
    const width = await inPage<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(480);
    await photograph('narrow');
  });
});
