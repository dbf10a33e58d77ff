import { accessSync, constants, existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { chooseEngine, runProcess, type MissingTool, type Tool } from '../../compute/index.js';
import type { DoctorReport, EngineFinding, Finding } from './report.js';

const OLDEST_NODE = [20, 19] as const; // as in package.json, "engines"
const QUESTION_LIMIT_MS = 20_000;
const GIB = 2 ** 30;

/** This Node, and whether the project supports it. */
export function probeNode(version = process.versions.node): DoctorReport['node'] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const supported = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return {
    version,
    supported,
    wanted: `${OLDEST_NODE.join('.')} or newer (20, 22 and 24 are tested)`,
  };
}

/** System, cores this process may use, and memory. */
export function probeMachine(): DoctorReport['machine'] {
  return {
    system: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / GIB) * 10) / 10,
  };
}

/** Starts the best engine there is, as a training would. */
export async function probeEngine(): Promise<EngineFinding> {
  try {
    return { found: true, ...(await chooseEngine()) };
  } catch (error) {
    return { found: false, because: messageOf(error) };
  }
}

/** NVIDIA cards; none where there is no driver. */
export async function probeGpus(): Promise<string[]> {
  const answer = await runProcess({
    command: 'nvidia-smi',
    args: ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'],
    timeLimitMs: QUESTION_LIMIT_MS,
  });
  return answer.ok ? answer.stdout.split('\n').filter((line) => line.trim() !== '') : [];
}

/** The sockets, and whether they can be encrypted. */
export async function probeZeromq(): Promise<DoctorReport['zeromq']> {
  try {
    const { version, capability } = await import('zeromq');
    return { found: true, version, curve: capability.curve === true };
  } catch (error) {
    return { found: false, because: messageOf(error), curve: false };
  }
}

/** A search for a program, as a finding. */
export function toolFinding(tool: Tool | MissingTool): Finding {
  return 'missing' in tool
    ? { found: false, because: tool.because }
    : { found: true, version: tool.version };
}

/** Whether the cache folder, or the nearest folder above it that exists, can be written. */
export function probeCache(folder: string): DoctorReport['cache'] {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return { folder, writable: true };
  } catch {
    return { folder, writable: false };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
