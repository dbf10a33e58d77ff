import { a2cConfig } from '../../../agents/a2c/index.js';
import { compile, tf } from '../../compute/index.js';
import { actionNoise, UnrollBuffer } from '../../learner/index.js';
import type { ActInputs } from '../../learner/index.js';
import { createAgent } from '../agents.js';
import { median } from './median.js';

/** One line of `bench act`. */
export interface ActTiming {
  readonly environments: number;
  /** Median of one batched inference, from pictures in host memory to actions in host memory. */
  readonly msPerBatch: number;
}

const OBSERVATION = [72, 96, 3] as const;
const ACTIONS = 9;
const WARM_UP = 5;

/** Times batched inference at full size, for 16 and 64 environments. */
export async function benchAct(repetitions: number): Promise<ActTiming[]> {
  const config = { agent: a2cConfig.parse({}), seed: 1 };
  const agent = createAgent(config, { observationShape: OBSERVATION, actions: ACTIONS });
  const program = compile(
    { act: (inputs: ActInputs) => agent.act(inputs) },
    { variables: [...agent.variables.values()] },
  );
  const timings: ActTiming[] = [];
  for (const environments of [16, 64]) {
    const all = { start: 0, end: environments };
    const buffer = new UnrollBuffer({
      unrollLength: 1,
      environments,
      observationShape: OBSERVATION,
    });
    let state = agent.initialState(environments);
    const times: number[] = [];
    for (let step = 0; step < WARM_UP + repetitions; step++) {
      const start = performance.now();
      const percept = buffer.percept(0, all);
      const uniform = actionNoise({ seed: 1, first: 0, environments, step, actions: ACTIONS });
      const noise = tf.tensor2d(uniform, [environments, ACTIONS], 'float32');
      const decision = program.call.act({ percept, state, noise });
      await decision.actions.data();
      await decision.logProbabilities.data();
      if (step >= WARM_UP) times.push(performance.now() - start);
      tf.dispose([percept, noise, state]);
      tf.dispose([decision.actions, decision.logProbabilities, decision.values]);
      state = decision.state;
    }
    tf.dispose(state);
    timings.push({ environments, msPerBatch: Math.round(median(times) * 1000) / 1000 });
  }
  program.dispose();
  agent.dispose();
  return timings;
}
