import { chooseEngine } from '../compute/index.js';
import type { EngineInfo } from '../compute/index.js';
import type { ExperimentConfig } from './experimentConfig.js';

/** Chooses the tensor engine and says so on standard error where it is not the fastest. */
export async function startEngine(settings: ExperimentConfig['engine']): Promise<EngineInfo> {
  const { name, ...how } = settings;
  const engine = await chooseEngine({ preferred: name, ...how });
  if (engine.fellBackBecause) {
    process.stderr.write(
      `Computing with the slow '${engine.name}' engine: ${engine.fellBackBecause}\n` +
        `'cpc-rl doctor' says how to get the native one.\n`,
    );
  }
  return engine;
}
