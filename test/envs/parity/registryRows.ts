import {
  checkEnv,
  make,
  makeVec,
  register,
  spec,
  SyncVectorEnv,
  TimeLimit,
  Wrapper,
} from '@rl-tools/env';
import { batchInfos, batchStepInfos, Box } from '@rl-tools/env';
import type { AutoresetMode, Env, EnvOptions, Info, ResetOptions, StepResult } from '@rl-tools/env';
import { Numbers } from './numbersEnv.js';
import { plain, play, refuses } from './playing.js';

const LIMITED = 'Parity/Numbers-v0';
const FREE = 'Parity/Free-v0';

const entryPoint = ({ episodeSteps = 3 }: EnvOptions): Numbers => new Numbers(Number(episodeSteps));
register({
  id: LIMITED,
  entryPoint,
  maxEpisodeSteps: 4,
  rewardThreshold: 5,
  options: { episodeSteps: 9 },
});
register({ id: FREE, entryPoint, nondeterministic: true, disableEnvChecker: true });

function facts(env: Env): unknown {
  const { maxEpisodeSteps, rewardThreshold, nondeterministic } = env.spec!;
  const names: string[] = [];
  let inner = env;
  for (; inner instanceof Wrapper; inner = inner.env) names.push(inner.constructor.name);
  return plain([
    [...names, inner.constructor.name],
    maxEpisodeSteps,
    rewardThreshold,
    nondeterministic ?? false,
  ]);
}

function registry(): unknown {
  const made = make<Int32Array, number>(LIMITED);
  return {
    made: [
      made,
      make(LIMITED, {}, { maxEpisodeSteps: 7 }),
      make(LIMITED, {}, { maxEpisodeSteps: null }),
      make(LIMITED, {}, { disableEnvChecker: true }),
      make(FREE),
      make(FREE, {}, { maxEpisodeSteps: 2 }),
      make(FREE, {}, { disableEnvChecker: false }),
      make(make(LIMITED, {}, { maxEpisodeSteps: 7 }).spec!),
    ].map(facts),
    seen: play(made, Array(5).fill(0)),
    options: play(make<Int32Array, number>(LIMITED, { episodeSteps: 2 }), Array(3).fill(0)),
    refused: [
      () => make('Parity/Numbres-v0'),
      () => spec('Parity/Numbers-v1'),
      () => {
        register({ id: 'Parity/a/b-v0', entryPoint });
      },
    ].map(refuses),
  };
}

function vectorRow(autoreset: AutoresetMode): unknown {
  const makers = [() => new Numbers(2), () => new TimeLimit(new Numbers(9), 3)];
  const vector = new SyncVectorEnv(makers, { autoreset });
  const first = vector.reset({ seeds: [10, 20] });
  const seen: unknown[] = [[plain(first.observations), plain(batchInfos(first.infos))]];
  for (let step = 0; step < 7; step++) {
    const actions = Int32Array.of(step % 3, (step + 1) % 3);
    const results = vector.step(actions);
    const { observations, rewards, terminated, truncated } = results;
    const flags = { f: terminated, t: truncated };
    seen.push(plain([observations, rewards, flags, batchStepInfos(results)]));
    const ended = terminated.map((flag, row) => flag | truncated[row]!);
    if (autoreset !== 'disabled' || !ended.includes(1)) continue;
    const refused = ended[0] === 1 && refuses(() => vector.step(actions));
    const begun = vector.reset({ mask: ended });
    seen.push(plain([refused, begun.observations, batchInfos(begun.infos)]));
  }
  return seen;
}

function vectorOfRegistered(): unknown {
  const vector = makeVec(LIMITED, { numEnvs: 3 });
  const { observations } = vector.reset({ seeds: [1, 2, 3] });
  return {
    count: vector.numEnvs,
    spaces: [
      vector.singleObservationSpace,
      vector.singleActionSpace,
      vector.observationSpace,
      vector.actionSpace,
    ].map(String),
    first: plain(observations),
  };
}

/** Stands for a generator that nobody seeds: each draw is another number. */
let unseeded = 0;

/** The faults of gymnasiumRows.py: what is changed in a sound environment. */
const FAULTS: Readonly<Record<string, (env: Numbers) => object>> = {
  Sound: () => ({}),
  NoSeed: (env) => ({
    reset: (options: ResetOptions) => [Int32Array.of(unseeded++, 0, 0), resetOf(env, options)[1]],
  }),
  BareObservation: (env) => ({ reset: (options: ResetOptions) => resetOf(env, options)[0] }),
  OutOfRange: () => ({ observe: () => Int32Array.of(70_000, 0, 0) }),
  OtherType: () => ({ observe: () => Float32Array.of(1, 0, 0) }),
  FourResults: (env) =>
    changed(env, ([observation, reward, terminated, , info]) => [
      observation,
      reward,
      terminated,
      info,
    ]),
  NotANumber: (env) => changed(env, ([observation, , ...others]) => [observation, NaN, ...others]),
  NoInfo: (env) => changed(env, (result) => [...result.slice(0, 4), null]),
  FlagIsNumber: (env) =>
    changed(env, ([observation, reward, terminated, truncated, info]) => [
      observation,
      reward,
      Number(terminated),
      truncated,
      info,
    ]),
  NoActionSpace: () => ({ actionSpace: null }),
  RandomSteps: (env) =>
    changed(env, ([, ...others]) => [Int32Array.of(unseeded++, 0, 0), ...others]),
  Unbounded: (env) => {
    const { observe } = env;
    return {
      observationSpace: new Box({ low: -Infinity, high: Infinity, shape: [3] }),
      observe: () => Float32Array.from(observe.call(env)),
    };
  },
};

function resetOf(env: Numbers, options: ResetOptions): [Int32Array, Info] {
  return Numbers.prototype.reset.call(env, options);
}

function changed(env: Numbers, change: (result: StepResult<Int32Array>) => unknown): object {
  return { step: (action: number) => change(Numbers.prototype.step.call(env, action)) };
}

/** Whether each fault is found, by an error or a warning. Twenty steps: until then one episode ends. */
function checker(): unknown {
  const found = Object.entries(FAULTS).map(([name, change]) => {
    const env = new Numbers(3);
    Object.assign(env, change(env));
    return [name, refuses(() => warningsOf(env).map(refuse))];
  });
  return Object.fromEntries(found);
}

function warningsOf(env: Numbers): readonly string[] {
  return checkEnv(new StrictNumbers(env), { maxSteps: 20 }).warnings;
}

function refuse(warning: string): never {
  throw new Error(warning);
}

/** Refuses what our check asks to be refused and Gymnasium's does not: wrong actions and late steps. */
class StrictNumbers implements Env<Int32Array, number> {
  readonly observationSpace;
  readonly actionSpace;
  #running = false;

  constructor(readonly inner: Numbers) {
    this.observationSpace = inner.observationSpace;
    this.actionSpace = inner.actionSpace;
  }

  reset(options?: ResetOptions): [Int32Array, Info] {
    this.#running = true;
    return this.inner.reset(options);
  }

  step(action: number): StepResult<Int32Array> {
    if (!this.#running || !this.actionSpace.contains(action))
      throw new Error('not now or not this');
    const result = this.inner.step(action);
    this.#running = !result[2];
    return result;
  }

  render(): null {
    return null;
  }

  close(): void {
    // holds nothing
  }
}

export const REGISTRY_ROWS: Readonly<Record<string, () => unknown>> = {
  'register, make, spec': registry,
  'SyncVectorEnv, AutoresetMode.SAME_STEP': () => vectorRow('same-step'),
  'SyncVectorEnv, AutoresetMode.NEXT_STEP': () => vectorRow('next-step'),
  'SyncVectorEnv, AutoresetMode.DISABLED': () => vectorRow('disabled'),
  make_vec: vectorOfRegistered,
  check_env: checker,
};
