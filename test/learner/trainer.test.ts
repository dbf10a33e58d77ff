import { afterEach, expect, test } from 'vitest';
import { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
import { CpcLoss } from '../../src/auxiliary/index.js';
import type { AuxiliaryLoss } from '../../src/auxiliary/index.js';
import { tf } from '../../src/compute/index.js';
import { readCheckpoint } from '../../src/learner/index.js';
import type { Agent } from '../../src/learner/index.js';
import {
  latestCheckpoint,
  listCheckpoints,
  readEpisodes,
  readMetrics,
} from '../../src/metrics/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { describeOnEveryEngine, describeOnFastestEngine } from '../support/engines.js';
import { openTraining } from '../support/inProcessTraining.js';
import type { OpenTraining, TrainingOptions } from '../support/inProcessTraining.js';
import { Memory } from '@rl-tools/env/classic';
import { EndingsEnv } from './endingsEnv.js';

const folder = useTemporaryFolder();
const closing: (() => unknown)[] = [];
const UNROLL = 6;

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A2C with CPC, small enough for every engine. */
function smallParts(seed = 1): { agent: Agent; auxiliaries: AuxiliaryLoss[] } {
  const config = a2cConfig.parse({ unrollLength: UNROLL, embeddingSize: 4, lstmSize: 4 });
  const agent = createA2cAgent({ config, imageShape: [20, 20, 3], actions: 3, seed });
  const sizes = { embeddingSize: 4, contextSize: 4 };
  const cpc = new CpcLoss({ ...sizes, weight: 0.1, steps: 3, negatives: 'batch', seed });
  closing.push(() => {
    agent.dispose();
    cpc.dispose();
  });
  return { agent, auxiliaries: [cpc] };
}

async function start(options: Partial<TrainingOptions> & { agent: Agent }): Promise<OpenTraining> {
  const training = await openTraining({
    out: folder.at('run'),
    make: () => new Memory({ delays: [3, 8] }),
    environments: 5,
    settings: { unrollLength: UNROLL },
    ...options,
  });
  closing.push(() => training.close());
  return training;
}

describeOnEveryEngine('memory', () => {
  test('tensors do not pile up', async () => {
    const { trainer, hub } = await start({
      ...smallParts(),
      make: () => new EndingsEnv(),
      settings: { unrollLength: UNROLL, bootstrapTimeLimits: true },
    });
    const counts: number[] = [];
    for (let i = 0; i < 8; i++) {
      await trainer.iterate();
      if (i === 4) await trainer.checkpoint();
      counts.push(tf.memory().numTensors);
    }
    expect(hub.faults.total).toBe(0);
    expect(new Set(counts).size).toBe(1);
  });
});

describeOnFastestEngine('a training', () => {
  test('stays flat over 200 updates: tensors, their bytes, resident size', async () => {
    const { trainer, run } = await start(smallParts());
    const tensors = (): number[] => [tf.memory().numTensors, tf.memory().numBytes];
    for (let i = 0; i < 60; i++) await trainer.iterate(); // graphs are loaded, pools are filled
    const before = tensors();
    for (let i = 0; i < 200; i++) await trainer.iterate();
    expect(tensors()).toEqual(before);
    const megabytes = readMetrics(run.metrics).map((line) => Number(line.residentBytes) / 2 ** 20);
    // An update's pictures alone are 40 KB and its other tensors as much: a leak of one update
    // each would show as 15 MB and more.
    expect(megabytes[259]! - megabytes[59]!).toBeLessThan(12);
  });

  test('logs one line per update and counts frames by what a step of the environment takes', async () => {
    const { trainer, run } = await start(smallParts());
    await trainer.iterate();
    const status = await trainer.iterate();
    expect(status).toMatchObject({ frames: 60, steps: 60, updates: 2, droppedMessages: 0 });
    const lines = readMetrics(run.metrics);
    expect(lines.map(({ frames, steps, updates }) => [frames, steps, updates])).toEqual([
      [30, 30, 1],
      [60, 60, 2],
    ]);
    for (const name of ['loss', 'policyLoss', 'valueLoss', 'entropy', 'gradientNorm']) {
      expect(lines[1]![name], name).toBe(status.metrics[name]);
      expect(typeof lines[1]![name], name).toBe('number');
    }
    expect(lines[1]!['auxiliary/cpc/loss']).toHaveLength(3);
    const secondsSpent = lines[1]!.secondsSpent as Record<string, number>;
    expect(Object.keys(secondsSpent).sort()).toEqual([
      'environments',
      'inference',
      'other',
      'transport',
      'update',
    ]);
  });

  test('the linear schedule falls to 0 where training ends', async () => {
    const settings = {
      unrollLength: UNROLL,
      totalFrames: 90, // three updates of 6 · 5
      learningRate: 0.3,
      learningRateSchedule: 'linear',
    } as const;
    const { trainer, run } = await start({ ...smallParts(), settings });
    while (!trainer.isDone) await trainer.iterate();
    const rates = readMetrics(run.metrics).map((line) => line.learningRate as number);
    expect(rates).toHaveLength(3);
    [0.3, 0.2, 0.1].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 10);
    });
  });

  test('ends where it has diverged, and writes nothing of it', async () => {
    const settings = { unrollLength: UNROLL, learningRate: 1e38 };
    const { trainer, run } = await start({ ...smallParts(), settings });
    await trainer.iterate(); // begins with sound weights and leaves enormous ones
    await expect(trainer.iterate()).rejects.toThrow(
      /^update 2: (loss|gradientNorm) is (not a number|-?Infinity): training has diverged\. Begin a new run with a lower agent\.learningRate/,
    );
    expect(readMetrics(run.metrics)).toHaveLength(1);
    expect(listCheckpoints(run)).toEqual([]);
  });

  test.each([
    ['inside an episode', 5],
    ['at the end of an episode', 7],
  ])(
    'environments that cannot save their state begin anew on resume, %s',
    async (_, unrollLength) => {
      const parts = { ...smallParts(), make: () => new EndingsEnv(), environments: 2 };
      const settings = { unrollLength };
      const first = await start({ ...parts, settings, staggerFirst: true });
      await first.trainer.iterate();
      await first.trainer.checkpoint();
      const resumeFrom = readCheckpoint(latestCheckpoint(first.run)!);
      expect(resumeFrom.state.environments).toEqual([null, null]);

      const { trainer, run } = await start({
        ...parts,
        out: folder.at('resumed'),
        settings,
        staggerFirst: true,
        hub: { startSequence: resumeFrom.state.stepsPerEnvironment, snapshots: [null, null] },
        resumeFrom,
      });
      expect(trainer.status()).toMatchObject({ updates: 1, steps: 2 * unrollLength });
      while (trainer.status().updates < 4) await trainer.iterate();
      // Episodes take 7, 4 and 3 steps; the first one of an environment is left out.
      const steps = 3 * unrollLength;
      const expected = [4, 3, 7].filter((__, i) => [11, 14, 21][i]! <= steps);
      for (const environment of [0, 1]) {
        const own = readEpisodes(run.episodes).filter((row) => row.environment === environment);
        expect(own.map((row) => row.length)).toEqual(expected);
      }
    },
  );
});
