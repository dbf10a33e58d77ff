import type fs from 'node:fs';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import {
  EpisodeLog,
  FileFormatError,
  MetricsLog,
  readEpisodes,
  readMetrics,
  type EpisodeRow,
  type MetricsRecord,
} from '../../src/metrics/index.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();

/** While set, a write stops half-way, as on a full disk. */
const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  return {
    ...real,
    writeFileSync: (file: fs.PathOrFileDescriptor, data: Buffer) => {
      real.writeFileSync(file, disk.isFull ? data.subarray(0, data.length / 2) : data);
      if (disk.isFull) throw new Error('ENOSPC: no space left on device, write');
    },
  };
});

const row = (changes: Partial<EpisodeRow> = {}): EpisodeRow => ({
  frames: 2400,
  steps: 600,
  environment: 1,
  level: 'RlTools/SeekAvoidArena-v0',
  return: 3,
  length: 300,
  ...changes,
});
const record = (changes: Partial<MetricsRecord> = {}): MetricsRecord => ({
  frames: 3200,
  steps: 800,
  updates: 1,
  time: '2024-01-02T03:04:05.678Z',
  seconds: 1.5,
  framesPerSecond: 2000,
  ...changes,
});

/** Writes rows to a new log and returns its path. */
function episodeFile(...rows: readonly EpisodeRow[]): string {
  const path = folder.at('episodes.csv');
  const log = new EpisodeLog(path);
  rows.forEach((each) => {
    log.append(each);
  });
  log.close();
  return path;
}

test('episodes.csv holds exactly these bytes', () => {
  const path = episodeFile(row(), row({ frames: 4800, return: -0.1, environment: 0 }));
  expect(readFileSync(path, 'utf8')).toBe(
    'frames,steps,environment,level,return,length\n' +
      '2400,600,1,RlTools/SeekAvoidArena-v0,3,300\n' +
      '4800,600,0,RlTools/SeekAvoidArena-v0,-0.1,300\n',
  );
});

test('returns and level names of every kind are read back as they were', () => {
  const rows = [
    row({ return: 0.1 + 0.2 }),
    row({ return: 1e21 }),
    row({ return: -5e-324 }),
    row({ level: 'a "quoted", name' }),
    row({ level: '"' }),
  ];
  expect(readEpisodes(episodeFile(...rows))).toEqual(rows);
});

test.each([
  { return: NaN },
  { return: Infinity },
  { steps: 1.5 },
  { length: 0 },
  { level: 'a\nb' },
])('an episode with %j is refused and nothing is written', (wrong) => {
  const path = folder.at('episodes.csv');
  const log = new EpisodeLog(path);
  expect(() => {
    log.append(row(wrong));
  }).toThrow(FileFormatError);
  log.close();
  expect(readEpisodes(path)).toEqual([]);
});

test('lines are in the file at once, before any sync', () => {
  const path = folder.at('episodes.csv');
  const log = new EpisodeLog(path);
  log.append(row());
  expect(readEpisodes(path)).toEqual([row()]);
  log.close();
});

test('a reopened log goes on, without an unfinished last line', () => {
  const path = episodeFile(row(), row({ frames: 4800 }));
  truncateSync(path, readFileSync(path).length - 5);
  expect(readEpisodes(path)).toEqual([row()]);
  const log = new EpisodeLog(path);
  log.append(row({ frames: 7200 }));
  log.close();
  expect(readEpisodes(path)).toEqual([row(), row({ frames: 7200 })]);
});

test('a log cut off within its header begins anew', () => {
  const path = folder.at('episodes.csv');
  writeFileSync(path, 'frames,st');
  expect(readEpisodes(path)).toEqual([]);
  const log = new EpisodeLog(path);
  log.append(row());
  log.close();
  expect(readEpisodes(path)).toEqual([row()]);
});

test('an unfinished last line longer than one read is dropped whole', () => {
  const path = episodeFile(row());
  appendFileSync(path, '1'.repeat(200_000));
  const log = new EpisodeLog(path);
  log.append(row({ frames: 4800 }));
  log.close();
  expect(readEpisodes(path)).toEqual([row(), row({ frames: 4800 })]);
});

test('on a full disk the error names the file, and what was written half is taken back', () => {
  const path = folder.at('episodes.csv');
  const log = new EpisodeLog(path);
  log.append(row());
  disk.isFull = true;
  try {
    expect(() => {
      log.append(row({ frames: 4800 }));
    }).toThrow(/episodes\.csv: a line could not be added \(ENOSPC/);
  } finally {
    disk.isFull = false;
  }
  log.append(row({ frames: 7200 }));
  log.close();
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4); // header, two rows, the end
  expect(readEpisodes(path)).toEqual([row(), row({ frames: 7200 })]);
});

test('truncating to an offset of before gives the bytes of before, and the log goes on there', () => {
  const path = folder.at('episodes.csv');
  const log = new EpisodeLog(path);
  log.append(row());
  const offset = log.offset;
  const before = readFileSync(path);
  expect(offset).toBe(before.length);
  log.append(row({ frames: 4800 }));
  log.truncateTo(offset);
  expect(readFileSync(path)).toEqual(before);
  log.append(row({ frames: 9600 }));
  expect(log.offset).toBe(readFileSync(path).length);
  log.close();
  expect(readEpisodes(path)).toEqual([row(), row({ frames: 9600 })]);
});

test('truncating past the end or into a line is refused and changes nothing', () => {
  const path = episodeFile(row());
  const log = new EpisodeLog(path);
  const before = readFileSync(path);
  for (const offset of [log.offset + 1, log.offset - 3]) {
    expect(() => {
      log.truncateTo(offset);
    }).toThrow(/episodes\.csv: expected a line to end at byte/);
  }
  log.close();
  expect(readFileSync(path)).toEqual(before);
});

test.each([
  ['1,2,3\n', /episodes\.csv:1: expected the header frames,steps/],
  [
    'frames,steps,environment,level,return,length\n1,2,3\n',
    /episodes\.csv:2: expected the 6 fields/,
  ],
  ['frames,steps,environment,level,return,length\n4,1,0,L,1,\n', /episodes\.csv:2: .*length/s],
  ['frames,steps,environment,level,return,length\n4,1,0,L,x,1\n', /episodes\.csv:2: .*return/s],
  ['frames,steps,environment,level,return,length\n4,1,0,"L,1,1\n', /episodes\.csv:2: expected/],
])('the reader refuses %j and names the place', (text, message) => {
  const path = folder.at('episodes.csv');
  writeFileSync(path, text);
  expect(() => readEpisodes(path)).toThrow(FileFormatError);
  expect(() => readEpisodes(path)).toThrow(message);
});

test('a log with another header is not written to', () => {
  writeFileSync(folder.at('episodes.csv'), 'a,b\n1,2\n');
  expect(() => new EpisodeLog(folder.at('episodes.csv'))).toThrow(/expected the header/);
});

test('metrics: what is no number becomes null, lists and typed arrays become lists', () => {
  const path = folder.at('metrics.jsonl');
  const log = new MetricsLog(path);
  log.append(
    record({
      framesPerSecond: Infinity,
      policyLoss: NaN,
      gradientNorm: -Infinity,
      'auxiliary/cpc/loss': undefined,
      perK: [0.5, NaN, [1, undefined]],
      float: new Float32Array([0.25, NaN]),
      nested: { a: Infinity, b: 'text', c: false },
    }),
  );
  log.close();
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    ...record(),
    framesPerSecond: null,
    policyLoss: null,
    gradientNorm: null,
    'auxiliary/cpc/loss': null,
    perK: [0.5, null, [1, null]],
    float: [0.25, null],
    nested: { a: null, b: 'text', c: false },
  });
  expect(readMetrics(path)).toHaveLength(1);
});

test('metrics: a reopened log drops an unfinished line; truncation goes back exactly', () => {
  const path = folder.at('metrics.jsonl');
  const first = new MetricsLog(path);
  first.append(record());
  const offset = first.offset;
  first.append(record({ updates: 2 }));
  first.close();
  appendFileSync(path, '{"frames":1');
  const second = new MetricsLog(path);
  second.append(record({ updates: 3 }));
  expect(readMetrics(path).map(({ updates }) => updates)).toEqual([1, 2, 3]);
  second.truncateTo(offset);
  second.close();
  expect(readMetrics(path)).toEqual([record()]);
});

test.each([
  ['{"frames":1}\n', /metrics\.jsonl:1: .*steps/s],
  ['oops\n', /metrics\.jsonl:1: expected a JSON object, got oops/],
])('metrics: the reader refuses %j and names the place', (text, message) => {
  const path = folder.at('metrics.jsonl');
  writeFileSync(path, text);
  expect(() => readMetrics(path)).toThrow(message);
});

test('metrics: a record without a fixed number is refused', () => {
  const log = new MetricsLog(folder.at('metrics.jsonl'));
  expect(() => {
    log.append(record({ frames: NaN }));
  }).toThrow(FileFormatError);
  log.close();
});
