import { appendFileSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LEVELS } from '@rl-tools/env/levels';
import { HumanScores, checkScore } from '../../src/cli/play/humanScores.js';
import { loadPageFiles, type LocalServer } from '../../src/cli/localPage/index.js';
import { PLAY_PAGE } from '../../src/cli/play/playLevel.js';
import { startPlayServer } from '../../src/cli/play/playServer.js';
import type { PostedScore } from '../../src/cli/play/settings.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { ask, type Answered } from './ask.js';
import { runProgram } from './program.js';

const LEVEL = 'RlTools/SeekAvoidArena-v0';
const SCORE: PostedScore = { level: LEVEL, size: 'small', seed: 7, return: 3, frames: 599 };

describe('the server', () => {
  let server: LocalServer;
  let recorded: PostedScore[];

  beforeEach(async () => {
    recorded = [];
    server = await startPlayServer({
      port: 0,
      files: { '/': { type: 'text/html', body: '<p>page</p>' } },
      settings: { level: LEVEL, size: 'small', seed: 5 },
      record: (score) => recorded.push(score),
    });
  });

  afterEach(async () => {
    await server.close();
  });

  const post = (body: string, headers: Record<string, string> = {}): Promise<Answered> => {
    const origin = server.url.slice(0, -1);
    const all = { Origin: origin, 'Content-Type': 'application/json', ...headers };
    return ask(`${server.url}scores`, { method: 'POST', headers: all, body });
  };

  test('serves the page, with nothing from elsewhere allowed', async () => {
    const { status, headers, body } = await ask(server.url);
    expect({ status, body }).toEqual({ status: 200, body: '<p>page</p>' });
    const policy = headers['content-security-policy']!;
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('says what to play and whether scores are kept', async () => {
    const { body } = await ask(`${server.url}settings.json`);
    expect(JSON.parse(body)).toEqual({ level: LEVEL, size: 'small', seed: 5, recording: true });
  });

  test('knows no other path, not even inherited names, and no other method', async () => {
    for (const path of ['nothing', 'toString', '__proto__', '..%2fpackage.json', '/scores']) {
      expect((await ask(server.url + path)).status, path).toBe(404);
    }
    const origin = server.url.slice(0, -1);
    const put = await ask(server.url, { method: 'PUT', headers: { Origin: origin } });
    expect([put.status, put.headers.allow]).toEqual([405, 'GET, HEAD']);
    const get = await ask(`${server.url}scores`);
    expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
  });

  test('listens on the loopback address alone', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.family === 'IPv4' && !address.internal);
    for (const other of others) {
      const url = server.url.replace('127.0.0.1', other!.address);
      await expect(ask(url)).rejects.toThrow('ECONNREFUSED');
    }
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  test('answers no host but its own: a foreign name may point here', async () => {
    const { port } = new URL(server.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `localhost.evil:${port}`,
    ]) {
      expect((await ask(server.url, { headers: { Host: host } })).status, host).toBe(403);
    }
    expect((await ask(server.url, { headers: { Host: `localhost:${port}` } })).status).toBe(200);
  });

  test('takes scores from its own page alone', async () => {
    const body = JSON.stringify(SCORE);
    expect((await post(body, { Origin: 'http://evil.example' })).status).toBe(403);
    expect((await post(body, { Origin: 'null' })).status).toBe(403);
    expect((await post(body, { 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    const noOrigin = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
    expect((await ask(`${server.url}scores`, noOrigin)).status).toBe(403);
    expect(recorded).toEqual([]);
    expect((await post(body)).status).toBe(204);
    expect(recorded).toEqual([SCORE]);
  });

  test('refuses what is no score, and says why', async () => {
    expect((await post('{"level":')).status).toBe(400);
    expect((await post(JSON.stringify(SCORE), { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await post(JSON.stringify({ ...SCORE, level: 'x'.repeat(5000) }))).status).toBe(413);
    const { status, body } = await post(JSON.stringify({ ...SCORE, frames: 601 }));
    expect(status).toBe(400);
    expect(body).toBe(`an episode has at most 600 frames, got 601 for ${LEVEL}\n`); // 10 s of 60
    expect(recorded).toEqual([]);
  });
});

test('without a file for them the server takes no scores', async () => {
  const settings = { level: LEVEL, size: 'full', seed: 0 };
  const server = await startPlayServer({ port: 0, files: {}, settings });
  try {
    const { body } = await ask(`${server.url}settings.json`);
    expect(JSON.parse(body)).toMatchObject({ recording: false });
    const headers = { Origin: server.url.slice(0, -1), 'Content-Type': 'application/json' };
    const asked = { method: 'POST', headers, body: JSON.stringify(SCORE) };
    expect((await ask(`${server.url}scores`, asked)).status).toBe(404);
  } finally {
    await server.close();
  }
});

describe('a posted score', () => {
  test.each([
    [{ ...SCORE, return: '3' }, 'return'],
    [{ ...SCORE, seed: -1 }, 'seed'],
    [{ ...SCORE, frames: 0 }, 'frames'],
    [{ ...SCORE, frames: 1.5 }, 'frames'],
    [{ ...SCORE, date: 'today' }, 'date'],
    [{ ...SCORE, level: 'RlTools/Nowhere-v0' }, 'RlTools/Nowhere-v0'],
    [{ ...SCORE, size: 'huge' }, 'huge'],
    [{ ...SCORE, size: 'toString' }, 'toString'],
    [null, 'expected a score'],
    [[], 'expected a score'],
  ])('%j is none', (posted, named) => {
    expect(() => checkScore(posted)).toThrow(named);
  });

  test('may be of every level and size', () => {
    for (const { id, sizes } of LEVELS) {
      for (const [size, { episodeSeconds }] of Object.entries(sizes)) {
        const score = { ...SCORE, level: id, size, frames: Math.round(60 * episodeSeconds) };
        expect(checkScore(score)).toEqual(score);
      }
    }
  });
});

describe('the file of scores', () => {
  const folder = useTemporaryFolder();
  const NOON = new Date('2018-07-10T12:00:00Z');

  test('holds a line per score, after those of earlier days', () => {
    const path = folder.at('new/scores.jsonl');
    for (const seed of [7, 8]) {
      const scores = new HumanScores(path, () => NOON);
      scores.add({ ...SCORE, seed });
      scores.close();
    }
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    // 599 frames are 149 whole steps of four and a begun one.
    const expected = { ...SCORE, length: 150, looks: 'free', date: '2018-07-10T12:00:00.000Z' };
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expected,
      { ...expected, seed: 8 },
    ]);
  });

  test('loses an unfinished line only', () => {
    const path = folder.at('scores.jsonl');
    const first = new HumanScores(path, () => NOON);
    first.add(SCORE);
    first.close();
    appendFileSync(path, '{"level":"RlTo');
    const second = new HumanScores(path, () => NOON);
    second.add(SCORE);
    second.close();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as PostedScore).seed)).toEqual([7, 7]);
  });
});

test('the page is bundled from the sources and asks nobody else for anything', async () => {
  const files = await loadPageFiles(PLAY_PAGE);
  expect(Object.keys(files).sort()).toEqual([
    '/',
    '/icon.svg',
    '/page.js',
    '/style.css',
    '/theme.css',
  ]);
  for (const [path, { body }] of Object.entries(files)) {
    const text = String(body).replace(/\/\/# sourceMappingURL=.*/, '');
    const addresses = text.match(/(?<!xmlns=")https?:\/\/[^\s"'`)]+/g) ?? [];
    if (path !== '/page.js') expect(addresses, path).toEqual([]); // the script names sources in comments
    expect(text, path).not.toMatch(/\bimport\(|\bimport .* from ["'](?!\.)|node:/);
  }
});

describe('what cannot be played goes to standard error', () => {
  test.each([
    [
      ['play', 'Nowhere'],
      "cpc-rl: play: there is no level 'Nowhere'. Expected one of SeekAvoidArena",
    ],
    [
      ['play', 'seekavoidarena', '--size', 'huge'],
      `cpc-rl: --size: expected one of full, small for ${LEVEL}, got huge.`,
    ],
    [['play', 'SeekAvoidArena', '--port', '70000'], 'cpc-rl: --port 70000: '],
    [
      ['play', 'SeekAvoidArena', '--record', '/dev/null/scores.jsonl'],
      'cpc-rl: /dev/null/scores.jsonl: scores cannot be written there (',
    ],
    [['play', 'SeekAvoidArena', '--seed', 'x'], 'expected a whole number of 0 or more'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runProgram(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
