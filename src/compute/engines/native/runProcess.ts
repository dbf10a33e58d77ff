import { spawn } from 'node:child_process';

/** One program to run to its end, without a terminal. */
export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program is killed after this long; without it, it may take as long as it likes. */
  readonly timeLimitMs?: number;
}

/** How a program ended. */
export interface ProcessResult {
  /** True when it exited with status 0. */
  readonly ok: boolean;
  /** Null where it was killed or never started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** What it wrote to standard error, or why it could not be started. */
  readonly stderr: string;
  readonly timedOut: boolean;
}

const NO_LIMIT_MS = 2 ** 31 - 1; // the longest that a timer can wait: 24 days

/**
 * Runs a program and collects its output. A program that fails, or is not there at all, is a result
 * and not an exception: most callers have another way to try.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  return new Promise((resolve) => {
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: { ...process.env, ...request.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Not spawn's own time limit: its timer outlives a program that could not be started.
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = child.kill('SIGKILL');
    }, request.timeLimitMs ?? NO_LIMIT_MS);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, exitCode: null, stdout: '', stderr: error.message, timedOut: false });
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({
        ok: status === 0,
        exitCode: status,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
        timedOut,
      });
    });
  });
}

/** What a program said about its failure: the lines that speak of an error, or else the last ones. */
export function failureLines(result: ProcessResult): string {
  const text = result.stderr.trim() === '' ? result.stdout : result.stderr;
  const lines = text.split('\n').map((line) => line.trim());
  const spoken = lines.filter((line) => line !== '' && !line.startsWith('at ')); // no stack traces
  const errors = spoken.filter((line) => /error:/i.test(line));
  return (errors.length > 0 ? errors.slice(0, 2) : spoken.slice(-3)).join(' / ');
}
