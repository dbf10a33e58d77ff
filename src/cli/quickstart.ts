import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEpisodes, renderLearningCurve } from '../metrics/index.js';
import { evaluateRun, formatEvaluation } from './evaluate.js';
import { packageFile } from './paths.js';
import { trainRun } from './trainRun.js';
import { watchRun } from './watch.js';

const EVALUATION = { episodes: 100, seed: 12_345 };
const MOST_STEPS_SHOWN = 150;

/** What `npm start` does: trains the quickstart, plays against chance, and shows where it all is. */
export async function quickstart(signal: AbortSignal, seed?: number): Promise<void> {
  const configPath = packageFile('configs/quickstart.yaml');
  process.stderr.write('Training A2C + CPC on a small SeekAvoidArena: a few minutes.\n');
  const request = { configPath, set: [], seed, resume: false };
  const { folder, finished } = await trainRun(request, signal);
  if (!finished) {
    const command = `npx cpc-rl train ${folder.config} --resume --out ${folder.path}`;
    process.stdout.write(`Stopped early. Go on with: ${command}\n`);
    return;
  }
  const evaluation = await evaluateRun(folder.path, EVALUATION);
  const curve = join(folder.path, 'learning-curve.svg');
  const picture = await renderLearningCurve({
    title: `${evaluation.level}, reduced size`,
    episodes: readEpisodes(folder.episodes),
    randomReturn: evaluation.randomReturn,
  });
  writeFileSync(curve, picture);
  const gif = join(folder.path, 'agent.gif');
  await watchRun(folder.path, { out: gif, seed: EVALUATION.seed, mostSteps: MOST_STEPS_SHOWN });
  process.stdout.write(
    `\n${formatEvaluation(evaluation)}\n` +
      `  run folder      ${folder.path}\n  learning curve  ${curve}\n  trained agent   ${gif}\n`,
  );
}
