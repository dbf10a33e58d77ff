import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { virtualPython } from '../support/virtualEnvironment.js';

const REQUIREMENTS = {
  name: 'venv-tensorboard',
  packages: ['tensorboard>=2.15,<3', 'setuptools<81'],
  python: '3.9',
  purpose: "this test reads event files by TensorBoard's own reader",
} as const;

/** For each tag, in order: step, value, wall time. */
export type ReadScalars = Readonly<Record<string, readonly (readonly [number, number, number])[]>>;

/** TensorBoard's reader of one folder, in a process of its own. */
export interface TensorBoardReader {
  /** Reads on, as a TensorBoard that is open does, and gives all that it knows then. */
  reload(): Promise<ReadScalars>;
  close(): void;
}

/** Prints a line of JSON for every line that comes. */
const SCRIPT = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
accumulator = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0})
for _ in sys.stdin:
    accumulator.Reload()
    tags = accumulator.Tags()['scalars']
    scalars = {tag: [[e.step, e.value, e.wall_time] for e in accumulator.Scalars(tag)] for tag in tags}
    print(json.dumps(scalars), flush=True)
`;

/** Opens a folder of event files with TensorBoard's reader. */
export function openTensorBoard(folder: string): TensorBoardReader {
  const child = spawn(virtualPython(REQUIREMENTS), ['-c', SCRIPT, folder], { stdio: 'pipe' });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    reload: async () => {
      child.stdin.write('\n');
      const next = (await lines.next()) as IteratorResult<string, undefined>;
      if (next.done === true) throw new Error(`TensorBoard's reader ended:\n${complaint}`);
      return JSON.parse(next.value) as ReadScalars;
    },
    close: () => {
      child.kill();
    },
  };
}

/** Reads a folder of event files once. */
export async function readTensorBoard(folder: string): Promise<ReadScalars> {
  const reader = openTensorBoard(folder);
  try {
    return await reader.reload();
  } finally {
    reader.close();
  }
}
