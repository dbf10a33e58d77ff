import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

const PROGRAM = inject('programPath');

/** How `cpc-rl` ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `cpc-rl`. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** What it has written to standard error so far. */
  stderr(): string;
  isRunning(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** To all processes of its group; it must have been started with one of its own. */
  killGroup(signal: NodeJS.Signals): void;
}

/** Starts the program with an input that stays open. */
export function startProgram(
  args: readonly string[],
  cwd = process.cwd(),
  { ownGroup = false } = {},
): Running {
  const command = [PROGRAM, ...args];
  const child = spawn(process.execPath, command, { cwd, stdio: 'pipe', detached: ownGroup });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (output[name] += chunk));
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...output });
    });
  });
  return {
    pid: child.pid!,
    ended,
    stderr: () => output.stderr,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: (signal) => {
      child.kill(signal);
    },
    killGroup: (signal) => {
      process.kill(-child.pid!, signal);
    },
  };
}

/** Runs the program to its end. */
export function runProgram(args: readonly string[], cwd?: string): Promise<Ended> {
  return startProgram(args, cwd).ended;
}

/** Shorter than a test may take, so that what is waited for in vain gets a reason. */
const PATIENCE_MS = 90_000;

/** Waits for a condition; a program that ends before it holds, or is too slow, is an error. */
export async function waitUntil(condition: () => boolean, running?: Running): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (running?.isRunning() === false) {
      throw new Error(`the program ended too early:\n${(await running.ended).stderr}`);
    }
    if (Date.now() > deadline) {
      throw new Error(`waited in vain for ${condition.toString()}:\n${running?.stderr() ?? ''}`);
    }
    await sleep(10);
  }
}

/** Ids of the processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8' }).split('\n');
    const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.filter(([parent]) => parent === pid).map(([, child]) => child!);
  } catch {
    return [];
  }
}

/** Ids of the processes that a process has started, those they have started, and so on. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** One update of {@link TINY}: 5 environments, 10 steps of 4 frames. */
export const FRAMES_PER_UPDATE = 200;

/** Simulator ticks of a {@link TINY} training. */
export const TOTAL_FRAMES = 60 * FRAMES_PER_UPDATE;

/**
 * A training of a few seconds that has everything a real one has: episodes of 15 steps that end
 * inside unrolls of 10, first ones that are cut, an odd number of environments, CPC.
 */
const TINY = `
env:
  id: RlTools/SeekAvoidArena-v0
  count: 5
  options: { size: small, width: 24, height: 20, episodeSeconds: 1 }
actors: { processes: 2 }
seed: 7
totalFrames: ${TOTAL_FRAMES}
agent: { unrollLength: 10, embeddingSize: 8, lstmSize: 8, learningRate: 0.01 }
auxiliary:
  cpc: { steps: 3 }
`;

/** Writes the tiny configuration into a folder; returns its path. */
export function writeTinyConfig(folder: string): string {
  const path = join(folder, 'tiny.yaml');
  writeFileSync(path, TINY);
  return path;
}

/** Lines of a run's `metrics.jsonl`: updates so far. */
export function updatesOf(run: string): number {
  const path = join(run, 'metrics.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

/** Frames of a run's whole checkpoints, in order. */
export function checkpointsOf(run: string): number[] {
  const path = join(run, 'checkpoints');
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => /^\d+$/.test(name));
  return names.map(Number).sort((a, b) => a - b);
}

/** What a run has learned and seen, to be compared byte by byte; nothing in it knows the clock. */
export function resultOf(run: string): Record<string, string> {
  const checkpoint = join(run, 'checkpoints', String(checkpointsOf(run).at(-1)));
  const files = {
    episodes: join(run, 'episodes.csv'),
    weights: join(checkpoint, 'weights.safetensors'),
    optimizer: join(checkpoint, 'optimizer.safetensors'),
    acting: join(checkpoint, 'acting.safetensors'),
  };
  const read = Object.entries(files).map(([name, path]) => [name, readFileSync(path, 'latin1')]);
  return Object.fromEntries(read) as Record<string, string>;
}
