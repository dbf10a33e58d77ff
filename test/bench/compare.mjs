/**
 * `npm run bench:compare [-- --runs 200 --points 10000 --keep <folder>]`: writes runs of two arms on two
 * levels with so many episodes and log lines each, has `cpc-rl compare --json` read them in a process of
 * its own, and prints its seconds and its peak memory. What is to hold: 200 runs of 10,000 points in under
 * 10 s and under 1 GB.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const LEVELS = ['RlTools/SeekAvoidArena-v0', 'RlTools/RoomsWatermaze-v0'];
const ARMS = [{}, { cpc: { weight: 0.1, steps: 10, negatives: 'batch' } }];
const FRAMES_PER_POINT = 1000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    points: { type: 'string', default: '10000' },
    keep: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'cpc-rl-bench-compare-'));
try {
  if (!existsSync(join(folder, 'runs'))) writeRuns(Number(values.runs), Number(values.points));
  measure();
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true });
}

/** @param {number} runs @param {number} points */
function writeRuns(runs, points) {
  for (let run = 0; run < runs; run++) {
    const level = LEVELS[run % LEVELS.length];
    const auxiliary = ARMS[Math.floor(run / LEVELS.length) % ARMS.length];
    const seed = Math.floor(run / (LEVELS.length * ARMS.length));
    writeRun(join(folder, 'runs', String(run)), { level, auxiliary, seed, points });
  }
}

/** @param {string} path @param {{ level: string, auxiliary: object, seed: number, points: number }} run */
function writeRun(path, { level, auxiliary, seed, points }) {
  mkdirSync(path, { recursive: true });
  const totalFrames = points * FRAMES_PER_POINT;
  const env = { id: level, count: 16, options: { size: 'small' }, staggerFirstEpisode: true };
  const agent = {
    unrollLength: 20,
    learningRate: 0.001,
    entropyCost: 0.005,
    rmsPropEpsilon: 0.001,
  };
  const config = { env, totalFrames, seed, agent, auxiliary };
  writeFileSync(join(path, 'config.yaml'), JSON.stringify(config)); // JSON is YAML
  const episodes = ['frames,steps,environment,level,return,length'];
  const metrics = [];
  for (let point = 1; point <= points; point++) {
    const frames = point * FRAMES_PER_POINT;
    const value = Math.round(10 * Math.sin(seed + point) + (20 * point) / points);
    episodes.push(`${frames},${frames / 4},${point % 16},${level},${value},250`);
    metrics.push(logLine(frames, point));
  }
  writeFileSync(join(path, 'episodes.csv'), `${episodes.join('\n')}\n`);
  writeFileSync(join(path, 'metrics.jsonl'), `${metrics.join('\n')}\n`);
  const summary = { version: '0.1.0', engine: 'tensorflow', frames: totalFrames };
  writeFileSync(join(path, 'summary.json'), JSON.stringify(summary));
}

/** @param {number} frames @param {number} updates */
function logLine(frames, updates) {
  const perStep = Array.from({ length: 10 }, (_, k) => 2.772601366043091 - k / updates);
  return JSON.stringify({
    frames,
    steps: frames / 4,
    updates,
    time: '2026-01-01T00:00:00.000Z',
    seconds: frames / 8000.5,
    framesPerSecond: 8000.5,
    secondsSpent: { environments: 0.1468834, inference: 1.4888977, update: 4.3261164, other: 0.1 },
    policyLoss: 0.2731376588344574,
    'auxiliary/cpc/loss': perStep,
    'auxiliary/cpc/infoNceEstimate': perStep,
  });
}

function measure() {
  const peakFile = join(folder, 'peak');
  const hook = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`;
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
  const program = join(root, 'bin', 'cpc-rl.js');
  const args = ['--import', preload, program, 'compare', join(folder, 'runs'), '--json'];
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(stderr);
  const megabytes = Number(readFileSync(peakFile, 'utf8')) / 1024;
  process.stdout.write(
    `${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB peak, ${stdout.length} characters of JSON\n`,
  );
}
