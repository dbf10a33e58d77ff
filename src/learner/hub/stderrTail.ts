/** Lines of an ended process that an error quotes. */
const TAIL_LINES = 20;

/** Longest line kept, characters. */
const MAX_LINE_LENGTH = 500;

/** Splits a process's error output into lines and keeps the last ones. */
export class StderrTail {
  private readonly kept: string[] = [];
  private open = '';

  /** @param onLine - called with every complete line. */
  constructor(private readonly onLine: (line: string) => void) {}

  write(chunk: string): void {
    const [first = '', ...rest] = chunk.split('\n');
    this.open = (this.open + first).slice(0, MAX_LINE_LENGTH);
    for (const next of rest) {
      this.keep(this.open);
      this.open = next.slice(0, MAX_LINE_LENGTH);
    }
  }

  /** The last lines, an unfinished one included. */
  get text(): string {
    return [...this.kept, this.open].filter((line) => line !== '').join('\n');
  }

  private keep(line: string): void {
    this.kept.push(line);
    if (this.kept.length > TAIL_LINES) this.kept.shift();
    this.onLine(line);
  }
}
