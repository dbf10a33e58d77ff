import { describe, expect, test } from 'vitest';
import { AuxiliaryWatch, CpcLoss } from '../../../src/auxiliary/index.js';
import type { AuxiliaryWarning, CpcFeatures, CpcOptions } from '../../../src/auxiliary/index.js';
import { ArgumentError, ShapeError, tf } from '../../../src/compute/index.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { randomNumbers } from '../../support/random.js';

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
function compute(
  options: Partial<CpcOptions>,
  [rows, columns]: readonly [number, number],
  change: (features: CpcFeatures) => object = () => ({}),
): Record<string, number[]> {
  const cpc = new CpcLoss({ ...OPTIONS, ...options });
  try {
    return tf.tidy(() => {
      const features = featuresOf(rows, columns);
      const { loss, metrics } = cpc.compute({ ...features, ...change(features) });
      const all = { meanLoss: loss, ...metrics };
      const read = Object.entries(all).map(([name, tensor]) => [name, [...tensor.dataSync()]]);
      return Object.fromEntries(read) as Record<string, number[]>;
    });
  } finally {
    cpc.dispose();
  }
}

describeOnEveryEngine('mistakes in using CPC', () => {
  describe('time and batch swapped', () => {
    test('in all features: known by the declared length of an unroll', () => {
      const run = () => compute({ unrollLength: 20 }, [8, 20]);
      expect(run).toThrow(ShapeError);
      expect(run).toThrow(
        /expected unrolls of T = 20 rows .*got T = 8, B = 20.*Time and batch look swapped/,
      );
    });

    test('in all features: known by targets that would fit along the other axis', () => {
      const run = () => compute({}, [4, 20]);
      expect(run).toThrow(ShapeError);
      expect(run).toThrow(/6 steps ahead lie beyond the unroll.*look swapped.*'steps' below 4/);
    });

    test('a short unroll after a long one is what it seems', () => {
      const cpc = new CpcLoss(OPTIONS);
      tf.tidy(() => {
        cpc.compute(featuresOf(7, 20));
        expect(cpc.compute(featuresOf(4, 20)).loss.dataSync()[0]).toBeGreaterThan(0);
      });
      cpc.dispose();
    });

    test('another length than declared is no swap if B differs, too', () => {
      const run = () => compute({ unrollLength: 20 }, [10, 3]);
      expect(run).toThrow(/expected unrolls of T = 20 rows/);
      expect(run).not.toThrow(/swapped/);
    });
  });

  test.each(['embeddings', 'contexts', 'episodeStarts'] as const)('%s missing', (name) => {
    const run = () => compute({}, [8, 3], () => ({ [name]: undefined }));
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(`CpcLoss.compute: ${name}: missing. Pass [T, B`);
  });

  test('missing episode starts: the message has the remedy', () => {
    const run = () => compute({}, [8, 3], () => ({ episodeStarts: undefined }));
    expect(run).toThrow(/predict across resets. In a task that never ends, tf\.zeros\(\[T, B\]\)/);
  });

  test('types that are not float32', () => {
    const run = () =>
      compute({}, [8, 3], ({ episodeStarts }) => ({
        episodeStarts: tf.cast(episodeStarts, 'bool'),
      }));
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(/episodeStarts: expected float32, got bool/);
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
    function warningsOf(...args: Parameters<typeof compute>): AuxiliaryWarning[] {
      const values = compute(...args);
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

    test('nothing, where all is well', () => {
      expect(warningsOf({}, [8, 3], firstRowStarts)).toEqual([]);
    });

    test('episode starts that are always 0', () => {
      expect(warningsOf({}, [8, 3])).toEqual(['noEpisodeStarts']);
    });

    test('episode starts that are 1 where an episode goes on', () => {
      const inverted = () => ({ episodeStarts: tf.concat([tf.zeros([1, 3]), tf.ones([7, 3])]) });
      expect(warningsOf({}, [8, 3], inverted)).toEqual([
        'invertedEpisodeStarts',
        'stepsWithoutAnchors',
      ]);
    });

    test('K ≥ T', () => {
      expect(warningsOf({ steps: 8 }, [8, 3], firstRowStarts)).toEqual(['stepsWithoutAnchors']);
    });

    test('embeddings that are all the same, zero or not', () => {
      const constant = (value: number) => () => ({
        ...firstRowStarts(),
        embeddings: tf.fill([8, 3, 4], value),
      });
      expect(warningsOf({}, [8, 3], constant(0.7))).toEqual(['collapsedEmbeddings']);
      expect(warningsOf({}, [8, 3], constant(0))).toEqual(['collapsedEmbeddings']);
    });

    test('NaN in the embeddings', () => {
      const broken = ({ embeddings }: CpcFeatures) => ({
        ...firstRowStarts(),
        embeddings: tf.mul(embeddings, NaN),
      });
      expect(warningsOf({}, [8, 3], broken)).toContain('notFinite');
    });
  });

  test('embeddingSpread of (1, 1) and (3, −1), worked by hand', () => {
    // Means (2, 0), variances (1, 1); mean squares (5, 1): √(2/6)
    const embeddings = (): object => ({
      embeddings: tf.tensor3d([1, 1, 3, -1], [1, 2, 2]),
      contexts: tf.zeros([1, 2, 5]),
      episodeStarts: tf.zeros([1, 2]),
    });
    const sizes = { embeddingSize: 2, steps: 2 };
    const { embeddingSpread, episodeStarts } = compute(sizes, [1, 2], embeddings);
    expect(embeddingSpread![0]).toBeCloseTo(Math.sqrt(1 / 3), 6);
    expect(episodeStarts).toEqual([0]);
  });
});
