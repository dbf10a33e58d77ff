import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  FileFormatError,
  RecentMean,
  readSummary,
  writeSummary,
  type RunSummary,
} from '../../src/metrics/index.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();
const SUMMARY: RunSummary = {
  version: '0.1.0',
  engine: 'tensorflow',
  seed: 7,
  frames: 40_000,
  steps: 10_000,
  updates: 25,
  episodes: 31,
  meanReturn: 2.5,
  framesPerSecond: 1500,
  seconds: 26.7,
  secondsSpent: { update: 1.5, other: 0 },
  droppedMessages: 0,
  startedAt: '2024-01-02T03:04:05Z',
  endedAt: '2024-01-02T03:04:32.7Z',
};

test('summary.json is plain JSON and is read back, extra keys included', () => {
  const path = folder.at('summary.json');
  writeSummary(path, { ...SUMMARY, meanReturn: null, extra: [1] });
  const expected = { ...SUMMARY, meanReturn: null, extra: [1] };
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(expected);
  expect(readSummary(path)).toEqual(expected);
});

test.each([
  ['a missing key', { ...SUMMARY, frames: undefined }, /frames/],
  ['NaN', { ...SUMMARY, framesPerSecond: NaN }, /framesPerSecond/],
  ['a negative count', { ...SUMMARY, droppedMessages: -1 }, /droppedMessages/],
  ['a date in words', { ...SUMMARY, endedAt: 'yesterday' }, /endedAt/],
])('refuses %s on writing and on reading', (_, wrong, message) => {
  const path = folder.at('summary.json');
  expect(() => {
    writeSummary(path, wrong as RunSummary); // what plain JavaScript could pass
  }).toThrow(message);
  writeFileSync(path, JSON.stringify(wrong));
  expect(() => readSummary(path)).toThrow(FileFormatError);
});

test('a file that is no JSON is named', () => {
  writeFileSync(folder.at('summary.json'), '{');
  expect(() => readSummary(folder.at('summary.json'))).toThrow(/summary\.json: expected JSON/);
});

test('the recent mean is of the last values only', () => {
  const recent = new RecentMean(3);
  expect(recent.mean).toBeNull();
  recent.push(1);
  expect(recent.mean).toBe(1);
  for (const value of [2, 6, 10]) recent.push(value);
  expect(recent.mean).toBe(6); // (2 + 6 + 10) / 3
  expect(recent.count).toBe(3);
  expect(new RecentMean(2, [100, 1, 2]).mean).toBe(1.5);
});
