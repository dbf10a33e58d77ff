import { describe, expect, test } from 'vitest';
import { AuxiliaryWatch, WARNING_TEXTS } from '../../src/auxiliary/index.js';
import type { AuxiliaryWarning, MetricValues } from '../../src/auxiliary/index.js';

const HEALTHY: MetricValues = {
  meanLoss: 1.2,
  embeddingSpread: 0.6,
  episodeStarts: 0.01,
  loss: [1.1, 1.3],
};

/** What a watch says of the last of `updates` updates that all report the same. */
function after(updates: number, change: MetricValues): AuxiliaryWarning[] {
  const watch = new AuxiliaryWatch();
  let warnings: AuxiliaryWarning[] = [];
  for (let i = 0; i < updates; i++) warnings = watch.see({ ...HEALTHY, ...change });
  return warnings;
}

test('healthy metrics give no warning, nor do those of a loss that has none of them', () => {
  expect(after(500, {})).toEqual([]);
  const watch = new AuxiliaryWatch();
  for (let i = 0; i < 500; i++) expect(watch.see({ meanLoss: 3, accuracy: [0, 0] })).toEqual([]);
});

test.each<[AuxiliaryWarning, MetricValues, number]>([
  ['notFinite', { meanLoss: null }, 1],
  ['notFinite', { meanLoss: Infinity }, 1],
  ['collapsedEmbeddings', { embeddingSpread: 1e-4 }, 10],
  ['collapsedEmbeddings', { embeddingSpread: 0 }, 10],
  ['noEpisodeStarts', { episodeStarts: 0 }, 100],
  ['invertedEpisodeStarts', { episodeStarts: 0.99 }, 10],
  ['stepsWithoutAnchors', { loss: [1, null] }, 100],
  ['stepsWithoutAnchors', { loss: [NaN, NaN] }, 100],
])('%s: %j, from update %d on', (warning, change, from) => {
  expect(after(from - 1, change)).toEqual([]);
  expect(after(from, change)).toEqual([warning]);
  expect(after(from + 50, change)).toContain(warning);
  expect(WARNING_TEXTS[warning].length).toBeGreaterThan(40);
});

describe('what passes is no mistake', () => {
  test('a step that has had an anchor once, a start that was seen once', () => {
    const watch = new AuxiliaryWatch();
    watch.see(HEALTHY);
    for (let i = 0; i < 300; i++) {
      expect(watch.see({ ...HEALTHY, episodeStarts: 0, loss: [1, null] })).toEqual([]);
    }
  });

  test('a spread that recovers, now and then', () => {
    const watch = new AuxiliaryWatch();
    for (let i = 0; i < 300; i++) {
      expect(watch.see({ ...HEALTHY, embeddingSpread: i % 9 === 0 ? 0.5 : 0 })).toEqual([]);
    }
  });
});
