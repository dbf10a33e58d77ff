import { describe, expect, test } from 'vitest';
import { AuxiliaryWatch, CpcLoss } from '../../../src/auxiliary/index.js';
import type { AuxiliaryWarning, CpcFeatures, CpcOptions } from '../../../src/auxiliary/index.js';
import { ArgumentError, ShapeError, tf } from '../../../src/compute/index.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { randomNumbers } from '../../support/random.js';
import { numberOf, numbersOf } from './cases.js';

const OPTIONS: CpcOptions = { embeddingSize: 4, contextSize: 5, steps: 6, seed: 1 };

/** Normal features `[rows, columns, …]` in which nothing starts. */
function featuresOf(rows: number, columns: number): CpcFeatures {
  const random = randomNumbers(91);
  const normal = (size: number): tf.Tensor3D =>
    tf.tensor3d(random.normals(rows * columns * size), [rows, columns, size]);
  const episodeStarts = tf.zeros<tf.Rank.R2>([rows, columns]);
  return { embeddings: normal(4), contexts: normal(5), episodeStarts };
}

/** Runs `compute` once on changed features; whatever is made is disposed. */
async function compute(
  options: Partial<CpcOptions>,
  [rows, columns]: readonly [number, number],
  change: (features: CpcFeatures) => object = () => ({}),
): Promise<Record<string, number[]>> {
  const cpc = new CpcLoss({ ...OPTIONS, ...options });
  tf.engine().startScope();
  try {
    const features = featuresOf(rows, columns);
    const { loss, metrics } = cpc.compute({ ...features, ...change(features) });
    const read: Record<string, number[]> = { meanLoss: await numbersOf(loss) };
    for (const [name, tensor] of Object.entries(metrics)) read[name] = await numbersOf(tensor);
    return read;
  } finally {
    tf.engine().endScope();
    cpc.dispose();
  }
}

describeOnEveryEngine('mistakes in using CPC', () => {
  describe('time and batch swapped', () => {
    test('in all features: known by the declared length of an unroll', async () => {
      const run = () => compute({ unrollLength: 20 }, [8, 20]);
      await expect(run()).rejects.toThrow(ShapeError);
      await expect(run()).rejects.toThrow(
        /expected unrolls of T = 20 rows .*got T = 8, B = 20.*Time and batch look swapped/,
      );
    });

    test('in all features: known by targets that would fit along the other axis', async () => {
      const run = () => compute({}, [4, 20]);
      await expect(run()).rejects.toThrow(ShapeError);
      await expect(run()).rejects.toThrow(
        /6 steps ahead lie beyond the unroll.*look swapped.*'steps' below 4/,
      );
    });

    test('a short unroll after a long one is what it seems', async () => {
      const cpc = new CpcLoss(OPTIONS);
      const loss = tf.tidy(() => {
        cpc.compute(featuresOf(7, 20));
        return cpc.compute(featuresOf(4, 20)).loss;
      });
      expect(await numberOf(loss)).toBeGreaterThan(0);
      loss.dispose();
      cpc.dispose();
    });

    test('another length than declared is no swap if B differs, too', async () => {
      const run = () => compute({ unrollLength: 20 }, [10, 3]);
      await expect(run()).rejects.toThrow(/expected unrolls of T = 20 rows/);
      await expect(run()).rejects.not.toThrow(/swapped/);
    });
  });

  test.each(['embeddings', 'contexts', 'episodeStarts'] as const)('%s missing', async (name) => {
    const run = () => compute({}, [8, 3], () => ({ [name]: undefined }));
    await expect(run()).rejects.toThrow(ArgumentError);
    await expect(run()).rejects.toThrow(`CpcLoss.compute: ${name}: missing. Pass [T, B`);
  });

  test('missing episode starts: the message has the remedy', async () => {
    const run = () => compute({}, [8, 3], () => ({ episodeStarts: undefined }));
    await expect(run()).rejects.toThrow(
      /predict across resets. In a task that never ends, tf\.zeros\(\[T, B\]\)/,
    );
  });

  test('types that are not float32', async () => {
    const run = () =>
      compute({}, [8, 3], ({ episodeStarts }) => ({
        episodeStarts: tf.cast(episodeStarts, 'bool'),
      }));
    await expect(run()).rejects.toThrow(ShapeError);
    await expect(run()).rejects.toThrow(/episodeStarts: expected float32, got bool/);
  });

  test.each([
    [{ unrollLength: 6 }, "option 'steps': expected less than unrollLength = 6, got 6"],
    [{ unrollLength: 0 }, "option 'unrollLength': expected a whole number above 0, got 0"],
    [{ samples: 0 }, "option 'samples'"],
    [{ weightSchedule: 'cosine' }, "option 'weightSchedule'"],
  ])('options %j', (wrong, message) => {
    const make = (): CpcLoss => new CpcLoss({ ...OPTIONS, ...(wrong as Partial<CpcOptions>) });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  describe('what shows in the metrics alone', () => {
    /** Warnings after 100 updates that report what one `compute` reported. */
    async function warningsOf(...args: Parameters<typeof compute>): Promise<AuxiliaryWarning[]> {
      const values = await compute(...args);
      const watch = new AuxiliaryWatch();
      const metrics = Object.fromEntries(
        Object.entries(values).map(([name, list]) => [name, name === 'loss' ? list : list[0]!]),
      );
      let warnings: AuxiliaryWarning[] = [];
      for (let i = 0; i < 100; i++) warnings = watch.see(metrics);
      return warnings;
    }
    const firstRowStarts = (): object => ({
      episodeStarts: tf.concat([tf.ones([1, 3]), tf.zeros([7, 3])]),
    });

    test('nothing, where all is well', async () => {
      expect(await warningsOf({}, [8, 3], firstRowStarts)).toEqual([]);
    });

    test('episode starts that are always 0', async () => {
      expect(await warningsOf({}, [8, 3])).toEqual(['noEpisodeStarts']);
    });

    test('episode starts that are 1 where an episode goes on', async () => {
      const inverted = () => ({ episodeStarts: tf.concat([tf.zeros([1, 3]), tf.ones([7, 3])]) });
      expect(await warningsOf({}, [8, 3], inverted)).toEqual([
        'invertedEpisodeStarts',
        'stepsWithoutAnchors',
      ]);
    });

    test('K ≥ T', async () => {
      expect(await warningsOf({ steps: 8 }, [8, 3], firstRowStarts)).toEqual([
        'stepsWithoutAnchors',
      ]);
    });

    test('embeddings that are all the same, zero or not', async () => {
      const constant = (value: number) => () => ({
        ...firstRowStarts(),
        embeddings: tf.fill([8, 3, 4], value),
      });
      expect(await warningsOf({}, [8, 3], constant(0.7))).toEqual(['collapsedEmbeddings']);
      expect(await warningsOf({}, [8, 3], constant(0))).toEqual(['collapsedEmbeddings']);
    });

    test('NaN in the embeddings', async () => {
      const broken = ({ embeddings }: CpcFeatures) => ({
        ...firstRowStarts(),
        embeddings: tf.mul(embeddings, NaN),
      });
      expect(await warningsOf({}, [8, 3], broken)).toContain('notFinite');
    });
  });

  test('embeddingSpread of (1, 1) and (3, −1), worked by hand', async () => {
    // Means (2, 0), variances (1, 1); mean squares (5, 1): √(2/6)
    const embeddings = (): object => ({
      embeddings: tf.tensor3d([1, 1, 3, -1], [1, 2, 2]),
      contexts: tf.zeros([1, 2, 5]),
      episodeStarts: tf.zeros([1, 2]),
    });
    const sizes = { embeddingSize: 2, steps: 2 };
    const { embeddingSpread, episodeStarts } = await compute(sizes, [1, 2], embeddings);
    expect(embeddingSpread![0]).toBeCloseTo(Math.sqrt(1 / 3), 6);
    expect(episodeStarts).toEqual([0]);
  });
});
