import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EngineSetupError } from './errors.js';
import { failureLines, runProcess } from './runProcess.js';

const answer = z.object({ tensorflow: z.string() });
const TIME_LIMIT_MS = 120_000;

/**
 * Loads an addon in a process of its own and multiplies and convolves small tensors with it.
 *
 * @returns libtensorflow's own version.
 * @throws {@link EngineSetupError} if it does not load, crashes, or computes wrong numbers.
 */
export async function verifyAddon(addon: string): Promise<string> {
  const result = await runProcess({
    command: process.execPath,
    args: [...programArguments(), addon],
    timeLimitMs: TIME_LIMIT_MS,
  });
  if (!result.ok) {
    throw new EngineSetupError(
      `the engine was built but does not work: ${failureLines(result) || 'its process crashed'}`,
    );
  }
  return answer.parse(JSON.parse(result.stdout) as unknown).tensorflow;
}

/** The program lies beside this file: as TypeScript in a checkout, as JavaScript in the package. */
function programArguments(): string[] {
  const isSource = import.meta.url.endsWith('.ts');
  const program = fileURLToPath(
    new URL(isSource ? './verifyProcess.ts' : './verifyProcess.js', import.meta.url),
  );
  if (!isSource) return [program];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href, program];
}
