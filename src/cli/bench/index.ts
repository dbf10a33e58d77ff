import { startEngine } from '../engine.js';
import type { ExperimentConfig } from '../experimentConfig.js';
import { benchAct } from './benchAct.js';
import { benchEnv } from './benchEnv.js';
import { benchLearner } from './benchLearner.js';
import type { LearnerCase } from './benchLearner.js';

/** How `cpc-rl bench` was called. */
export interface BenchOptions extends Partial<LearnerCase> {
  /** JSON for other programs instead of lines for people. */
  readonly json: boolean;
  readonly repetitions?: number | undefined;
  readonly engine: ExperimentConfig['engine']['name'];
  readonly precision: ExperimentConfig['engine']['precision'];
  readonly xla: boolean;
}

/** Runs one of the benches; returns what it prints. */
export async function runBench(what: string, options: BenchOptions): Promise<string> {
  const results = await measure(what, options);
  if (options.json) return JSON.stringify({ results });
  return results
    .map((line) =>
      Object.entries(line)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('  '),
    )
    .join('\n');
}

async function measure(what: string, options: BenchOptions): Promise<readonly object[]> {
  const { repetitions, engine: name, precision, xla } = options;
  if (what === 'env') return benchEnv(repetitions ?? 5);
  await startEngine({ name, precision, xla });
  return what === 'act' ? benchAct(repetitions ?? 200) : benchLearner(repetitions ?? 5, options);
}
