import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The checkout. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

const execute = promisify(execFile);

/** Runs a program in a folder; answers what it wrote, rejects with all it wrote if it fails. */
export async function runIn(
  folder: string,
  [command, ...args]: readonly [string, ...string[]],
): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { cwd: folder, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}:\n${stdout ?? ''}\n${stderr ?? ''}`, {
      cause: error,
    });
  }
}

/** Writes a program into a project and runs it; answers the JSON on the last line of its output. */
export async function runProgram(
  project: string,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<unknown> {
  writeFileSync(join(project, file), text);
  const output = await runIn(project, [process.execPath, file]);
  return JSON.parse(output.trim().split('\n').at(-1)!);
}
