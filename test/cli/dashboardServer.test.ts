import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDashboardServer } from '../../src/cli/dashboard/dashboardServer.js';
import { EpisodePlayer } from '../../src/cli/dashboard/episodePlayer.js';
import type { StateMessage } from '../../src/cli/dashboard/messages.js';
import { RunWatch } from '../../src/cli/dashboard/runWatch.js';
import { isLoopback, loadPageFiles, type LocalServer } from '../../src/cli/localPage/index.js';
import { ownHosts } from '../../src/cli/localPage/hosts.js';
import { DASHBOARD_PAGE } from '../../src/cli/dashboard/dashboard.js';
import { writeFileDurably } from '../../src/metrics/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { ask } from './ask.js';
import { waitUntil } from './program.js';
import { makeSyntheticRun, SYNTHETIC_FRAMES } from './syntheticRun.js';

const folder = useTemporaryFolder();

/** A stand-in for `cpc-rl watch` that takes a moment. */
const quickWatch = (_run: string, { out }: { out: string }): string[] => [
  process.execPath,
  ...['-e', `setTimeout(() => require('fs').writeFileSync(process.argv[1], 'GIF89a'), 50)`, out],
];
const failingWatch = (): string[] => [
  process.execPath,
  ...['-e', `process.stderr.write('<b>no</b> engine'); process.exit(3)`],
];

describe('the server', () => {
  let server: LocalServer;
  let watch: RunWatch;
  let player: EpisodePlayer;
  let nowMs: number;
  let command: (run: string, options: { out: string }) => string[];

  beforeEach(async () => {
    nowMs = Date.now();
    command = quickWatch;
    watch = new RunWatch([folder.at('runs')], () => nowMs);
    player = new EpisodePlayer((run, options) => command(run, options));
    const files = { '/': { type: 'text/html', body: '<p>page</p>' } };
    server = await startDashboardServer({ port: 0, files, watch, player });
  });

  afterEach(async () => {
    await Promise.all([server.close(), watch.close(), player.close()]);
  });

  /** Looks again, so much later that everything is read anew, and asks. */
  const state = async (query = ''): Promise<StateMessage> => {
    nowMs += 10_000;
    await watch.look();
    const { status, body } = await ask(`${server.url}state.json${query}`);
    expect(status).toBe(200);
    return JSON.parse(body) as StateMessage;
  };

  test('tells what the files of runs say, and where there are none yet', async () => {
    expect(await state()).toMatchObject({ runs: [], waitingFor: [folder.at('runs')], curves: [] });
    const run = makeSyntheticRun(folder.at('runs/one'));
    run.grow(3);
    const { runs, waitingFor, curves } = await state();
    expect(waitingFor).toEqual([]);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      name: 'runs/one',
      arm: 'a2c+cpc',
      level: 'RlTools/SeekAvoidArena-v0',
      seed: 5,
      frames: 3 * SYNTHETIC_FRAMES,
      totalFrames: 1e6,
      episodes: 3,
      meanReturn: 3,
      seconds: 1.5,
    });
    expect(curves).toEqual([
      {
        id: runs[0]!.id,
        frames: [1000, 2000, 3000],
        seconds: [0.5, 1, 1.5],
        counts: [1, 1, 1],
        returns: [1, 2, 3],
      },
    ]);
    run.close();
  });

  test('sends of curves and details what is new, and begins anew for a page of another server', async () => {
    const [one, two] = ['one', 'two'].map((name) => makeSyntheticRun(folder.at(`runs/${name}`)));
    one!.grow(2);
    two!.grow(2);
    const first = await state();
    const [id] = first.runs.map((run) => run.id);
    const detail = await state(`?run=${id!}`);
    expect(detail.detail).toMatchObject({
      id,
      path: one!.path,
      activities: expect.any(Array) as [],
    });
    const after = await state(
      `?server=${detail.server}&since=${detail.version + 1}&run=${id!}&shown=${id!}`,
    );
    expect(after).toMatchObject({ curves: [], detail: null });
    one!.grow(1);
    const grown = await state(
      `?server=${after.server}&since=${after.version + 1}&run=${id!}&shown=${id!}`,
    );
    expect(grown.curves.map((curve) => [curve.id, curve.returns])).toEqual([[id, [1, 2, 3]]]);
    expect(grown.detail!.scalars.frames).toEqual([1000, 2000, 3000]);
    expect(grown.detail!.recentEpisodes.map((episode) => episode.return)).toEqual([3, 2, 1]);
    expect((await state(`?server=other&since=${grown.version + 1}`)).curves).toHaveLength(2);
    one!.close();
    two!.close();
  });

  test('a run that is cut back by a resume is shown as its files are', async () => {
    let factor = 1;
    const run = makeSyntheticRun(folder.at('runs/one'), { returnOf: (update) => factor * update });
    run.grow(6);
    await state();
    run.cutTo(2);
    factor = 10;
    run.grow(7);
    const { curves, runs } = await state();
    expect(curves[0]!.returns).toEqual([1, 2, 30, 40, 50, 60, 70, 80, 90]);
    expect(runs[0]).toMatchObject({ frames: 9000, episodes: 9 });
    const { detail } = await state(`?run=${runs[0]!.id}`);
    expect(detail!.scalars.values.loss).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => Number((100 / n).toPrecision(6))),
    );
    run.close();
  });

  test('a run that is removed goes from the list', async () => {
    const run = makeSyntheticRun(folder.at('runs/one'));
    expect((await state()).runs).toHaveLength(1);
    run.close();
    rmSync(run.path, { recursive: true });
    expect((await state()).runs).toHaveLength(0);
  });

  test('no path leads anywhere but to the runs that are listed', async () => {
    const run = makeSyntheticRun(folder.at('runs/one'));
    run.close();
    await state();
    for (const id of ['../one', '..%2fone', folder.at('runs/one'), '__proto__', '0', '']) {
      const query = `?run=${encodeURIComponent(id)}`;
      const { body } = await ask(`${server.url}state.json${query}`);
      expect(JSON.parse(body)).toMatchObject({ detail: null });
      expect((await ask(`${server.url}episode.gif${query}`)).status, id).toBe(404);
    }
    for (const path of [
      'runs/one/config.yaml',
      '..%2fconfig.yaml',
      '../config.yaml',
      '//config.yaml',
      'state.json/',
    ]) {
      expect((await ask(server.url + path)).status, path).toBe(404);
    }
  });

  test('answers no host but its own, and has nothing played for other pages', async () => {
    for (const path of ['', 'state.json']) {
      const foreign = await ask(server.url + path, { headers: { Host: 'evil.example' } });
      expect(foreign.status).toBe(403);
    }
    const post = (headers: Record<string, string>) =>
      ask(`${server.url}play?run=x`, { method: 'POST', headers });
    expect((await post({})).status).toBe(403);
    expect((await post({ Origin: 'http://evil.example' })).status).toBe(403);
    const origin = { Origin: server.url.slice(0, -1) };
    expect((await post(origin)).status).toBe(404); // no such run
    expect((await ask(`${server.url}play?run=x`)).status).toBe(405);
    expect((await ask(`${server.url}state.json`, { method: 'POST', headers: origin })).status).toBe(
      405,
    );
  });

  describe('an episode that is asked for', () => {
    const leftovers = (): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('cpc-rl-dashboard-'));
    let id: string;
    const post = () =>
      ask(`${server.url}play?run=${id}`, {
        method: 'POST',
        headers: { Origin: server.url.slice(0, -1) },
      });

    beforeEach(async () => {
      const run = makeSyntheticRun(folder.at('runs/one'));
      run.close();
      writeFileDurably(join(run.path, 'checkpoints/400/state.json'), '{}');
      id = (await state()).runs[0]!.id;
    });

    test('is played beside the server, one at a time, and leaves nothing behind', async () => {
      const before = leftovers();
      expect((await post()).status).toBe(202);
      const second = await post();
      expect([second.status, second.body]).toEqual([
        400,
        'another episode is being played: wait for its end\n',
      ]);
      expect((await state(`?run=${id}`)).detail!.played).toMatchObject({
        state: 'playing',
        number: 0,
      });
      await waitUntil(() => player.of(folder.at('runs/one')).state === 'ready');
      expect((await state(`?run=${id}`)).detail!.played).toEqual({
        state: 'ready',
        number: 1,
        checkpointFrames: 400,
        message: null,
      });
      const { headers, body } = await ask(`${server.url}episode.gif?run=${id}`);
      expect([headers['content-type'], body]).toEqual(['image/gif', 'GIF89a']);
      expect(leftovers()).toEqual(before);
    });

    test('that fails says why', async () => {
      command = failingWatch;
      await post();
      await waitUntil(() => player.of(folder.at('runs/one')).state === 'failed');
      expect(player.of(folder.at('runs/one'))).toMatchObject({ message: '<b>no</b> engine' });
    });

    test('needs a checkpoint', async () => {
      rmSync(folder.at('runs/one/checkpoints'), { recursive: true });
      expect(await post()).toMatchObject({
        status: 400,
        body: 'no checkpoint yet: wait for the first\n',
      });
    });
  });
});

test('names by which a server may be called', () => {
  expect(ownHosts('127.0.0.1', 80)).toEqual(['127.0.0.1:80', 'localhost:80']);
  expect(ownHosts('::1', 80)[0]).toBe('[::1]:80');
  expect(ownHosts('192.0.2.1', 80)).toEqual(['192.0.2.1:80']);
  expect(ownHosts('0.0.0.0', 80)).toContain('127.0.0.1:80');
  expect(['127.0.0.1', 'localhost', '::1', '0.0.0.0', '192.0.2.1'].map(isLoopback)).toEqual([
    ...[true, true, true, false, false],
  ]);
});

test('the page is one script that asks nobody else for anything', async () => {
  const files = await loadPageFiles(DASHBOARD_PAGE);
  expect(Object.keys(files).sort()).toEqual([
    '/',
    '/icon.svg',
    '/page.js',
    '/style.css',
    '/theme.css',
  ]);
  for (const path of ['/', '/style.css', '/theme.css', '/icon.svg']) {
    const addresses = String(files[path]!.body).match(/(?<!xmlns=")https?:\/\/[^\s"'`)]+/g) ?? [];
    expect(addresses, path).toEqual([]);
  }
  const script = String(files['/page.js']!.body).replace(/\/\/# sourceMappingURL=.*/, '');
  expect(script).not.toMatch(/\bimport\(|^import .* from ["'](?!\.)|require\(["']node:/m);
});
