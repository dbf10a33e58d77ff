import { expect, test } from 'vitest';
import type { MetricsRecord } from '../../src/metrics/index.js';
import { binLogs, readAuxiliaryLog } from '../../src/report/auxiliaryLog.js';

const line = (
  frames: number,
  more: Record<string, number | null | (number | null)[]>,
): MetricsRecord => ({
  frames,
  steps: frames / 4,
  updates: 1,
  time: '2024-01-01T00:00:00Z',
  seconds: 1,
  framesPerSecond: null,
  loss: 9,
  ...more,
});

test('only what auxiliary losses report is read, lists and numbers', () => {
  const log = readAuxiliaryLog([
    line(100, { 'auxiliary/cpc/accuracy': [0.5, null], 'auxiliary/cpc/meanLoss': 2 }),
    line(200, { 'auxiliary/cpc/accuracy': [0.75, 0.25] }),
  ]);
  expect(log.frames).toEqual([100, 200]);
  expect(Object.fromEntries(log.metrics)).toEqual({
    'cpc/accuracy': [
      [0.5, null],
      [0.75, 0.25],
    ],
    'cpc/meanLoss': [2, null],
  });
});

test('bins by hand: the mean of each run, then over runs', () => {
  const metric = (values: readonly (number | null)[]) => ({ 'auxiliary/x/m': [...values, 1] });
  // 400 frames; the shorter log has 2 lines, so 2 bins: (0, 200] and (200, 400].
  const first = readAuxiliaryLog([
    line(100, metric([1])),
    line(200, metric([3])), // on the border: the first bin
    line(300, metric([5])),
    line(500, metric([100])), // beyond the compared frames
  ]);
  const second = readAuxiliaryLog([line(150, metric([null])), line(400, metric([7]))]);
  const binned = binLogs([first, second], 400);
  expect(binned.borders).toEqual([0, 200, 400]);
  // Bin 1: run one (1 + 3) / 2 = 2, run two has none. Bin 2: 5 and 7.
  expect(binned.metrics.get('x/m')).toEqual({
    values: [
      [2, 6],
      [1, 1],
    ],
    runs: 2,
  });
});

test('a metric that one run lacks is the mean of the others', () => {
  const logs = [
    readAuxiliaryLog([line(100, { 'auxiliary/x/m': 4 })]),
    readAuxiliaryLog([line(100, { 'auxiliary/x/other': 1 })]),
  ];
  expect(binLogs(logs, 100).metrics.get('x/m')).toEqual({ values: [[4]], runs: 1 });
});

test('there are at most 48 bins', () => {
  const log = readAuxiliaryLog(
    Array.from({ length: 1000 }, (_, i) => line((i + 1) * 10, { 'auxiliary/x/m': i })),
  );
  const { borders, metrics } = binLogs([log], 10_000);
  expect(borders).toHaveLength(49);
  expect(metrics.get('x/m')!.values[0]).toHaveLength(48);
  expect(metrics.get('x/m')!.values[0]).not.toContain(null);
});
