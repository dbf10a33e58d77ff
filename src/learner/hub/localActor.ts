import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { StderrTail } from './stderrTail.js';

/** How long an actor may take to end by itself before it is killed. */
const GRACE_MS = 3000;

/** How an actor process ended. */
export interface ActorEnd {
  readonly pid: number;
  /** `SIGKILL`, `exit code 1`, or why it could not be started. */
  readonly how: string;
  readonly livedMs: number;
  /** The last lines of its error output. */
  readonly stderr: string;
}

/** One running actor process of this machine. */
export class LocalActor {
  /** Settles when the process has ended; never rejects. */
  readonly ended: Promise<ActorEnd>;
  private readonly child: ChildProcess;
  private readonly tail: StderrTail;

  constructor(command: readonly string[], onLine: (line: string) => void) {
    const [program, ...args] = command;
    this.tail = new StderrTail(onLine);
    this.child = spawn(program!, args, {
      // Its input stays open for as long as this process lives, and so tells it when it ends.
      stdio: ['pipe', 'ignore', 'pipe'],
      // Ctrl-C reaches a terminal's whole group; the learner still needs its actors to save states.
      detached: true,
      windowsHide: true,
    });
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.tail.write(chunk);
    });
    this.child.stdin?.on('error', () => undefined); // it closed its input first: nothing is lost
    this.ended = this.watch(performance.now());
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Ends it at once, e.g. because it answers no more. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Lets it end by itself, and kills it if it does not. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => {
      this.kill();
    }, GRACE_MS);
    this.child.stdin?.end();
    this.child.kill('SIGTERM');
    await this.ended;
    clearTimeout(timer);
  }

  private watch(started: number): Promise<ActorEnd> {
    return new Promise((resolve) => {
      const end = (how: string): void => {
        const livedMs = performance.now() - started;
        resolve({ pid: this.pid, how, livedMs, stderr: this.tail.text });
      };
      this.child.once('error', (error) => {
        end(error.message);
      });
      this.child.once('close', (code, signal) => {
        end(signal ?? `exit code ${String(code)}`);
      });
    });
  }
}
