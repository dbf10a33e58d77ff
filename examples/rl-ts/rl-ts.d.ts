/** What this example uses of rl-ts 0.0.11, whose own types need packages that it does not bring. */
declare module 'rl-ts' {
  import type * as tf from '@tensorflow/tfjs';

  export interface Space {
    readonly shape: number[];
  }
  export interface MLPActorCritic {
    /** A Gaussian over one number per action; the largest number is the action taken. */
    readonly pi: { readonly mu_net: tf.LayersModel };
    v: { readonly v_net: tf.LayersModel; apply(observations: tf.Tensor): tf.Tensor };
  }
  export interface Environment<Observation> {
    readonly observationSpace: Space;
    readonly actionSpace: Space;
    reset(): Observation;
    step(action: { get(index: number): number }): {
      observation: Observation;
      reward: number;
      done: boolean;
    };
  }
  export interface TrainSettings {
    pi_optimizer: tf.Optimizer;
    vf_optimizer: tf.Optimizer;
    steps_per_epoch: number;
    epochs: number;
    train_pi_iters: number;
    train_v_iters: number;
    target_kl: number;
    lam: number;
    seed: number;
    verbosity: string;
    epochCallback(metrics: { readonly epoch: number; readonly kl: number }): void;
  }
  interface Library {
    readonly Models: {
      readonly MLPActorCritic: new (
        observations: Space,
        actions: Space,
        hidden: number[],
      ) => MLPActorCritic;
    };
    readonly Spaces: { readonly Discrete: new (n: number) => Space };
    readonly Algos: {
      readonly PPO: new <Observation>(
        makeEnv: () => Environment<Observation>,
        actorCritic: MLPActorCritic,
        configs: {
          obsToTensor(observation: Observation): tf.Tensor;
          actionToTensor(action: tf.Tensor): tf.Tensor;
        },
      ) => { train(settings: Partial<TrainSettings>): Promise<void> };
    };
  }
  const library: Library;
  export default library;
}
