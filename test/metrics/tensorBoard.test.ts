import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readMetrics,
  scalarsOf,
  TensorBoardLog,
  type MetricsRecord,
  type MetricValue,
} from '../../src/metrics/index.js';
import { stepOfEvent } from '../../src/metrics/tensorBoardEvents.js';
import { wholeRecords } from '../../src/metrics/tensorBoardRecords.js';
import {
  checkpointsOf,
  FRAMES_PER_UPDATE,
  runProgram,
  startProgram,
  TOTAL_FRAMES,
  updatesOf,
  waitUntil,
  writeTinyConfig,
} from '../cli/program.js';
import { useTemporaryFolder } from './temporaryFolder.js';
import { openTensorBoard, readTensorBoard } from './tensorBoardReader.js';

const folder = useTemporaryFolder();

const record = (frames: number, more: Record<string, MetricValue> = {}): MetricsRecord => ({
  frames,
  steps: frames / 4,
  updates: frames / 200,
  time: new Date(1_700_000_000_000 + frames).toISOString(),
  seconds: frames / 100,
  framesPerSecond: 2000,
  ...more,
});

/** Writes a session's records. */
function session(from: number, records: readonly MetricsRecord[]): void {
  const log = new TensorBoardLog(folder.at('tensorboard'), from);
  for (const each of records) log.append(each);
  log.close();
}

const eventFiles = (): string[] => readdirSync(folder.at('tensorboard')).sort();

/** Steps of all events of a file, whatever a reader would make of them. */
function stepsIn(name: string): number[] {
  const records = wholeRecords(readFileSync(join(folder.at('tensorboard'), name)));
  return Array.from(records, ({ data }) => stepOfEvent(data));
}

test('a record becomes scalars under tags that sort', () => {
  const accuracy = [0.5, null, 0.25, 0.125, 0.0625, 0.75];
  const scalars = scalarsOf(
    record(400, {
      loss: 2,
      meanReturn: null,
      note: 'text',
      secondsSpent: { update: 0.5, inference: 0.25 },
      actors: { connected: 2, silentSeconds: [0, 1] },
      'auxiliary/cpc/accuracy': accuracy,
    }),
  );
  expect(scalars).toEqual([
    ['steps', 100],
    ['updates', 2],
    ['seconds', 4],
    ['framesPerSecond', 2000],
    ['loss', 2],
    ['secondsSpent/update', 0.5],
    ['secondsSpent/inference', 0.25],
    ['actors/connected', 2],
    // Steps 1, 2 (has no value), 4 and the last; the mean over the five that have a value.
    ['auxiliary/cpc/accuracy/k01', 0.5],
    ['auxiliary/cpc/accuracy/k04', 0.125],
    ['auxiliary/cpc/accuracy/k06', 0.75],
    ['auxiliary/cpc/accuracy/mean', 0.3375],
  ]);
});

test("TensorBoard's reader finds tags, steps, values and times", async () => {
  session(0, [
    record(200, { loss: 0.1, 'auxiliary/cpc/accuracy': new Float32Array([0.5, 1]) }),
    record(2 ** 33, { loss: -1e-20, 'ünïcode ☃': 7 }),
  ]);
  const read = await readTensorBoard(folder.at('tensorboard'));
  expect(read.loss).toEqual([
    [200, Math.fround(0.1), 1_700_000_000.2],
    [2 ** 33, Math.fround(-1e-20), (1_700_000_000_000 + 2 ** 33) / 1000],
  ]);
  expect(read['auxiliary/cpc/accuracy/k01']).toEqual([[200, 0.5, 1_700_000_000.2]]);
  expect(read['auxiliary/cpc/accuracy/k02']).toEqual([[200, 1, 1_700_000_000.2]]);
  expect(read['ünïcode ☃']!.map(([step, value]) => [step, value])).toEqual([[2 ** 33, 7]]);
});

test('a session that goes on from a checkpoint replaces what came after it, for readers new and old', async () => {
  const steps = (scalars: Awaited<ReturnType<typeof readTensorBoard>>): unknown =>
    scalars.loss!.map(([step, value]) => [step, value]);
  session(
    0,
    [200, 400, 600, 800].map((frames) => record(frames, { loss: 1 })),
  );
  const watching = openTensorBoard(folder.at('tensorboard'));
  try {
    expect(steps(await watching.reload())).toEqual([200, 400, 600, 800].map((at) => [at, 1]));
    appendFileSync(join(folder.at('tensorboard'), eventFiles()[0]!), 'cut off in a reco');

    session(
      400,
      [600, 800, 1000].map((frames) => record(frames, { loss: 2 })),
    );
    const expected = [
      [200, 1],
      [400, 1],
      [600, 2],
      [800, 2],
      [1000, 2],
    ];
    expect(steps(await readTensorBoard(folder.at('tensorboard')))).toEqual(expected);
    expect(steps(await watching.reload())).toEqual(expected);
    // Version and what is kept; version, start of the session at the next step, and what is new.
    expect(eventFiles().map(stepsIn)).toEqual([
      [0, 200, 400],
      [0, 401, 600, 800, 1000],
    ]);
  } finally {
    watching.close();
  }
});

test('a run that was killed and resumed has every step once, as metrics.jsonl has', async () => {
  const run = folder.at('run');
  const config = writeTinyConfig(folder.at());
  const train = (updates: number, ...more: string[]): string[] => {
    const frames = `totalFrames=${updates * FRAMES_PER_UPDATE}`;
    return ['train', config, '--out', run, '--set', frames, ...more];
  };
  expect(await runProgram(train(4))).toMatchObject({ code: 0 }); // its end is a checkpoint
  const running = startProgram(train(TOTAL_FRAMES / FRAMES_PER_UPDATE, '--resume'));
  await waitUntil(() => updatesOf(run) >= 7, running);
  running.kill('SIGKILL');
  await running.ended;
  expect(checkpointsOf(run)).toEqual([4 * FRAMES_PER_UPDATE]);
  expect(await runProgram(train(12, '--resume'))).toMatchObject({ code: 0 });

  const lines = readMetrics(join(run, 'metrics.jsonl'));
  expect(lines.map((line) => line.updates)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const read = await readTensorBoard(join(run, 'tensorboard'));
  for (const tag of ['loss', 'entropy', 'auxiliary/cpc/meanLoss']) {
    const expected = lines.map((line) => [line.frames, Math.fround(line[tag] as number)]);
    expect(
      read[tag]!.map(([step, value]) => [step, value]),
      tag,
    ).toEqual(expected);
  }
  expect(read['auxiliary/cpc/accuracy/k03']!.map(([, value]) => value)).toEqual(
    lines.map((line) => Math.fround((line['auxiliary/cpc/accuracy'] as number[])[2]!)),
  );
  expect(lines.at(-1)!.actors).toEqual({
    expected: 2,
    connected: 2,
    environmentsLeftOut: 0,
    silentSeconds: expect.any(Array) as number[],
  });
});

test('metrics.tensorBoard=false writes none', async () => {
  const run = folder.at('run');
  const config = writeTinyConfig(folder.at());
  const frames = `totalFrames=${FRAMES_PER_UPDATE}`;
  const off = ['--set', frames, '--set', 'metrics.tensorBoard=false'];
  expect(await runProgram(['train', config, '--out', run, ...off])).toMatchObject({ code: 0 });
  expect(readdirSync(run)).not.toContain('tensorboard');
  expect(updatesOf(run)).toBe(1);
});
