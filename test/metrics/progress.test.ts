import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import {
  ProgressLine,
  formatDuration,
  formatTimeSpent,
  formatProgress,
  type Progress,
} from '../../src/metrics/index.js';

const PROGRESS: Progress = {
  frames: 40_960,
  totalFrames: 400_000,
  framesPerSecond: 1233.7,
  meanReturn: 3.214,
  policyLoss: -0.0123,
  valueLoss: 0.4561,
  entropy: 2.19,
  cpcLoss: 2.0012,
  cpcAccuracy: 0.129,
  secondsLeft: 312.2,
};
const ESCAPE = String.fromCharCode(27);

/** A stream that keeps what is written, with a clock that the test moves. */
function fixture(terminal: { isTTY: boolean; columns?: number }) {
  const writes: string[] = [];
  const writable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      writes.push(chunk.toString());
      done();
    },
  });
  const clock = { ms: 0 };
  const line = new ProgressLine({
    stream: Object.assign(writable, terminal),
    now: () => clock.ms,
  });
  return { writes, clock, line };
}

/** What a terminal shows in the end: lines erased with ESC[2K, cursor up with ESC[1A. */
function screen(writes: readonly string[]): string[] {
  const rows = [''];
  const control = new RegExp(`${ESCAPE}\\[(2K|1A|G)`, 'y');
  const text = writes.join('');
  let row = 0;
  for (let i = 0; i < text.length;) {
    control.lastIndex = i;
    const match = control.exec(text);
    if (match?.[1] === '2K') rows[row] = '';
    else if (match?.[1] === '1A') row -= 1;
    else if (!match && text[i] === '\n') rows[++row] ??= '';
    else if (!match) rows[row] = `${rows[row] ?? ''}${text[i] ?? ''}`;
    i += match?.[0].length ?? 1;
  }
  return rows;
}

describe('formatProgress', () => {
  test('shows everything where there is room', () => {
    expect(formatProgress(PROGRESS)).toBe(
      '40,960/400,000 frames 10% | 1,234 frames/s | return 3.21 | policy -0.012 | value 0.456 | ' +
        'entropy 2.190 | cpc 2.001 (12% right) | 5m 12s left',
    );
  });

  test('leaves out what is not known yet and what there is not without CPC', () => {
    const none = { policyLoss: null, valueLoss: null, entropy: null, cpcLoss: null };
    const start = { ...PROGRESS, ...none, cpcAccuracy: null, meanReturn: null, secondsLeft: null };
    expect(formatProgress(start)).toBe('40,960/400,000 frames 10% | 1,234 frames/s | return –');
    expect(formatProgress({ ...start, cpcLoss: 2 })).toContain('cpc 2.000');
  });

  test('in a narrow terminal, drops the least important first', () => {
    expect(formatProgress(PROGRESS, 110)).toBe(
      '40,960/400,000 frames 10% | 1,234 frames/s | return 3.21 | policy -0.012 | ' +
        'cpc 2.001 (12% right) | 5m 12s left',
    );
    expect(formatProgress(PROGRESS, 45)).toBe('40,960/400,000 frames 10% | return 3.21');
    expect(formatProgress(PROGRESS, 10)).toBe('40,960/400');
  });

  test('says 100% only when done, and no more than that', () => {
    expect(formatProgress({ ...PROGRESS, frames: 399_999 })).toContain(' 99%');
    expect(formatProgress({ ...PROGRESS, frames: 400_000 })).toContain(' 100%');
    expect(formatProgress({ ...PROGRESS, frames: 401_000 })).toContain(' 100%');
  });
});

test.each([
  [0.4, '0s'],
  [59.6, '1m 00s'],
  [312, '5m 12s'],
  [11_220, '3h 07m'],
  [-5, '0s'],
])('%d seconds read as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

describe('ProgressLine', () => {
  test('without a terminal: a plain line at once, then every 10 seconds, and the last state', () => {
    const { writes, clock, line } = fixture({ isTTY: false });
    for (const [ms, frames] of [
      [0, 1],
      [9_999, 2],
      [10_000, 3],
      [15_000, 4],
    ] as const) {
      clock.ms = ms;
      line.update({ ...PROGRESS, frames });
    }
    line.done();
    const all = writes.join('');
    expect(all.match(/^\d/gm)).toEqual(['1', '3', '4']);
    expect(all).not.toContain(ESCAPE);
    expect(all.endsWith('left\n')).toBe(true);
  });

  test('done says nothing twice', () => {
    const { writes, line } = fixture({ isTTY: false });
    line.update(PROGRESS);
    line.done();
    expect(writes).toHaveLength(1);
  });

  test('on a terminal: one line that fits and is redrawn in place', () => {
    const { writes, clock, line } = fixture({ isTTY: true, columns: 60 });
    for (let frames = 1; frames <= 3; frames++) {
      clock.ms += 100;
      line.update({ ...PROGRESS, frames });
    }
    line.done();
    expect(screen(writes)).toEqual(['3/400,000 frames 0% | return 3.21 | 5m 12s left', '']);
  });

  test('on a terminal: redraws at most ten times a second', () => {
    const { writes, clock, line } = fixture({ isTTY: true, columns: 60 });
    line.update(PROGRESS);
    clock.ms = 99;
    line.update({ ...PROGRESS, frames: 50_000 });
    expect(writes).toHaveLength(1);
  });

  test('on a terminal: a note stays above the line', () => {
    const { writes, line } = fixture({ isTTY: true, columns: 60 });
    line.update({ ...PROGRESS, frames: 7 });
    line.note('actor 1 ended; restarting it');
    line.done();
    expect(screen(writes)).toEqual([
      'actor 1 ended; restarting it',
      '7/400,000 frames 0% | return 3.21 | 5m 12s left',
      '',
    ]);
  });
});

test('where time went, largest part first', () => {
  const spent = { environments: 0.5, inference: 5.6, update: 3.9 };
  expect(formatTimeSpent(spent)).toBe('Time: inference 56%, update 39%, environments 5%');
  expect(formatTimeSpent({})).toBe('Time: not measured, the run was too short');
});
