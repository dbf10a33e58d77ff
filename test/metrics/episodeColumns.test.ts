import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@rl-tools/env/random';
import { afterAll, expect, test } from 'vitest';
import {
  readClock,
  readEpisodeColumns,
  readEpisodes,
  readMetrics,
} from '../../src/metrics/index.js';

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-columns-'));
const HEADER = 'frames,steps,environment,level,return,length\n';
let files = 0;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(text: string): string {
  const path = join(folder, String(files++));
  writeFileSync(path, text);
  return path;
}

/** Columns and rows are read by two programs: they have to say the same. */
function expectSameAsRows(path: string): void {
  const rows = readEpisodes(path);
  const { frames, returns, levels } = readEpisodeColumns(path);
  expect([...frames]).toEqual(rows.map((row) => row.frames));
  // Object.is: −0 and all 52 bits
  expect(rows.every((row, i) => Object.is(row.return, returns[i]))).toBe(true);
  expect(levels).toEqual([...new Set(rows.map(({ level }) => level))]);
}

test('numbers of all kinds are those of the row reader, to the last bit', () => {
  const random = new Random(1);
  const values = [
    0, -0, 1, -1, 0.1, -0.3, 1e21, 1e-7, -1.5e300, 5e-324, 123456789012345, 1234567890123456.5,
  ];
  for (let i = 0; i < 500; i++) {
    values.push(random.normal(), Math.round(100 * random.normal()) / 100, random.integer(50));
  }
  const spelled = ['007', '1.50', '12.', '.5', '+3', '1e3', ' 4', '-0', '0.30000000000000004'];
  const lines = [
    ...values.map((value) => (Object.is(value, -0) ? '-0' : String(value))),
    ...spelled,
  ].map((value, i) => `${4 * i},${i},${i % 7},RlTools/SeekAvoidArena-v0,${value},${1 + (i % 9)}\n`);
  expectSameAsRows(write(HEADER + lines.join('')));
});

test('levels may be quoted, change, or have letters beyond ASCII', () => {
  const levels = ['a', '"b,c"', 'a', '"say ""x"""', 'Würfel-v0', 'ab', 'a'];
  const lines = levels.map((level, i) => `${i},${i},0,${level},1,1\n`);
  const path = write(HEADER + lines.join(''));
  expectSameAsRows(path);
  expect(readEpisodeColumns(path).levels).toEqual(['a', 'b,c', 'say "x"', 'Würfel-v0', 'ab']);
});

test.each(['', HEADER, `${HEADER}4,1,0,a,1,1\n8,2,0,a,2`, `${HEADER}4,1,0,a,1,1`])(
  'an unfinished last line is left out: %j',
  (text) => {
    expectSameAsRows(write(text));
  },
);

test.each([
  'frames\n',
  `${HEADER}4,1,0,a,1\n`,
  `${HEADER}4,1,0,a,1,1,1\n`,
  `${HEADER}4,1,0,a,,1\n`,
  `${HEADER}4,1,0,,1,1\n`,
  `${HEADER}4,1,0,a,NaN,1\n`,
  `${HEADER}4,1,0,a,1-2,1\n`,
  `${HEADER}-4,1,0,a,1,1\n`,
  `${HEADER}4.5,1,0,a,1,1\n`,
  `${HEADER}4,1,0,a,1,0\n`,
  `${HEADER}4,1,0,a,1,1\r\n`,
  `${HEADER}4,1,0,a\r,1,1\n`,
  `${HEADER}4,1,0,a,1,1\n\n`,
  `${HEADER}99999999999999999999,1,0,a,1,1\n`,
])('what the row reader refuses is refused in the same words: %j', (text) => {
  const path = write(text);
  const messageOf = (read: (path: string) => unknown): string => {
    try {
      read(path);
    } catch (error) {
      return (error as Error).message;
    }
    return 'read';
  };
  expect(messageOf(readEpisodeColumns)).toBe(messageOf(readEpisodes));
});

test('readClock takes frames and seconds of every line, however it is spelled', () => {
  const fixed = { steps: 1, updates: 1, time: '2026-01-01T00:00:00.000Z' };
  const records = [
    { frames: 4, ...fixed, seconds: 0.1, framesPerSecond: null, secondsSpent: { seconds: 99 } },
    { frames: 8, ...fixed, seconds: 12, framesPerSecond: 3, name: 'a "quoted" one' },
    { frames: 12, ...fixed, seconds: 1e-7, framesPerSecond: 3 },
    { updates: 1, steps: 1, seconds: 13.25, time: fixed.time, frames: 16, framesPerSecond: 1 },
    { frames: 20, ...fixed, framesPerSecond: 1, seconds: 14 },
  ];
  const path = write(`${records.map((record) => JSON.stringify(record)).join('\n')}\n{"frames":2`);
  const rows = readMetrics(path);
  expect(rows).toHaveLength(5);
  const { frames, seconds } = readClock(path);
  expect([...frames]).toEqual(rows.map((row) => row.frames));
  expect([...seconds]).toEqual(rows.map((row) => row.seconds));
});

test('readClock names the line it cannot read', () => {
  const path = write('{"frames":4,"seconds":1}\n{"frames":4}\n');
  expect(() => readClock(path)).toThrow(
    `${path}:2: expected a JSON object with frames and seconds`,
  );
});
