import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { formatMessage } from 'publint/utils';
import { publint } from 'publint';
import { describe, expect, test } from 'vitest';
import type { Place } from './support/place.js';
import { root, runIn } from './support/run.js';

/** What a page or any other host may use, with no types but the language's, the DOM's and the core's. */
const FOR_ANY_HOST = `
  import * as tf from '@tensorflow/tfjs-core';
  import { CpcLoss, ShapeError, type AuxiliaryLoss, type CpcFeatures, type CpcOptions } from '@rl-tools/cpc';
  import { a2cConfig, createA2cAgent, type Agent } from '@rl-tools/cpc/agents';
  import { AUXILIARY_LOSSES, type AuxiliaryResult, type UnrollFeatures } from '@rl-tools/cpc/auxiliary';
  import { cpcConfig, type CpcConfig } from '@rl-tools/cpc/cpc';
  import { nStepReturns } from '@rl-tools/cpc/losses';
  import { initLinear, type LinearParameters } from '@rl-tools/cpc/nn';
  import { createRmsProp, type Optimizer } from '@rl-tools/cpc/optim';
  import { update, UnrollBuffer, type UnrollBatch } from '@rl-tools/cpc/update';

  const options: CpcOptions = { embeddingSize: 2, contextSize: 3, seed: 1 };
  export const cpc: AuxiliaryLoss<CpcFeatures> = new CpcLoss(options);
  export const weight: number = cpc.weight;
  export const settings: CpcConfig = cpcConfig.parse({ steps: 5 });
  // @ts-expect-error a size has to be a number
  new CpcLoss({ ...options, embeddingSize: 'two' });

  export const agent: Agent = createA2cAgent({
    config: a2cConfig.parse({}), imageShape: [72, 96, 3], actions: 9, seed: 1,
  });
  export const names: string[] = AUXILIARY_LOSSES.map(({ name }) => name);
  export const linear: LinearParameters = initLinear({ inputs: 2, outputs: 3, seed: 1 });
  export const optimizer: Optimizer = createRmsProp(agent.variables, { decay: 0.99, epsilon: 0.1 });
  export const batch: UnrollBatch =
    new UnrollBuffer({ unrollLength: 5, environments: 2, observationShape: [8, 8, 3] }).toBatch();
  export const metrics: Record<string, tf.Tensor> = update(
    { agent, auxiliaries: [], optimizer, gradientClip: 40 },
    { batch, state: agent.initialState(2), learningRate: tf.scalar(1e-3), draws: {} } as Parameters<typeof update>[1],
  );
  export const returns: typeof nStepReturns = nStepReturns;

  /** A loss of one's own. */
  export class Small implements AuxiliaryLoss<Pick<UnrollFeatures, 'embeddings'>> {
    readonly name = 'small';
    readonly weight = 1;
    readonly variables: tf.Variable[] = [];
    readonly namedVariables = new Map<string, tf.Variable>();
    compute({ embeddings }: Pick<UnrollFeatures, 'embeddings'>): AuxiliaryResult {
      if (embeddings.shape[0] === 0) throw new ShapeError('Small.compute: no rows');
      return { loss: tf.mean(tf.square(embeddings)), metrics: {} };
    }
    dispose(): void {}
  }
`;

/** What a program on Node may use besides, with Node's types. */
const FOR_NODE = `
  import { runActor, type MakeEnv } from '@rl-tools/cpc/actor';
  import { compile, type Compiled, type CompileOptions } from '@rl-tools/cpc/compute';
  import { playEpisodes, randomPolicy, type PlayedEpisode } from '@rl-tools/cpc/evaluation';
  import { ActorHub, type ActorHubOptions } from '@rl-tools/cpc/hub';
  import { Trainer, type LearnerSettings, type TrainingStatus } from '@rl-tools/cpc/learner';
  import { createRunFolder, readEpisodes, type EpisodeRow, type RunFolder } from '@rl-tools/cpc/metrics';
  import { make, SyncVectorEnv, type Env } from '@rl-tools/env';
  import { Memory } from '@rl-tools/env/classic';

  export const none: CompileOptions = { variables: [] };
  export const compiled: Compiled<Record<string, never>> = compile({}, none);
  export const makeEnv: MakeEnv = (id, options): Env => (id === '' ? new Memory() : make(id, options));
  export const acting: Promise<void> = runActor({ connect: 'ipc:///nowhere', make: makeEnv });
  export const listening = (options: ActorHubOptions): Promise<ActorHub> => ActorHub.listen(options);
  export const folder: RunFolder = createRunFolder({ configName: 'mine' });
  export const rows: EpisodeRow[] = readEpisodes(folder.episodes);
  export const discount = ({ unrollLength }: LearnerSettings): number => unrollLength;
  export const iterate = (trainer: Trainer): Promise<TrainingStatus> => trainer.iterate();
  const vector = new SyncVectorEnv([() => new Memory()]);
  const policy = randomPolicy({ environments: 1, observationShape: [20, 20, 3], actions: 3, seed: 1 });
  export const played: Promise<PlayedEpisode[]> = playEpisodes({ vector, policy, episodes: 1, seeds: [1] });
  // @ts-expect-error an address is a text
  void runActor({ connect: 5, make: makeEnv });
`;

interface Consumer {
  readonly project: string;
  /** Programs by the names of their files. */
  readonly programs: Readonly<Record<string, string>>;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

const STRICT = {
  strict: true,
  noEmit: true,
  skipLibCheck: false, // the declarations themselves are looked at, too
  target: 'es2022',
  lib: ['es2022', 'dom'], // the core's declarations ask for the DOM's
};

/** Compiles programs that use the package; answers what the compiler found. */
async function compileConsumer({ project, programs, compilerOptions }: Consumer): Promise<string> {
  for (const [file, text] of Object.entries(programs)) writeFileSync(join(project, file), text);
  const settings = {
    compilerOptions: { ...STRICT, ...compilerOptions },
    files: Object.keys(programs),
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return await runIn(project, [process.execPath, compiler, '--pretty', 'false']);
}

const NODE16 = { module: 'node16', moduleResolution: 'node16' };
const BUNDLER = { module: 'esnext', moduleResolution: 'bundler' };

/** Types of Node, which a program on Node has, and those that the core's declarations ask for. */
const nodeTypes = (project: string): Readonly<Record<string, unknown>> => ({
  types: ['node', 'long'],
  typeRoots: [project, root].map((folder) => join(folder, 'node_modules/@types')),
});

/** Types as other people's compilers see them. */
export function describeTypes(place: () => Place): void {
  describe('the types of the packed packages', () => {
    test.concurrent('a page or any other host, moduleResolution bundler', async () => {
      const programs = { 'host.ts': FOR_ANY_HOST };
      const consumer = { project: place().plugin, programs, compilerOptions: BUNDLER };
      expect(await compileConsumer(consumer)).toBe('');
    });

    test.concurrent('Node, modules and CommonJS, moduleResolution node16', async () => {
      const project = place().everything;
      const programs = {
        'host.mts': FOR_ANY_HOST,
        'host.cts': FOR_ANY_HOST,
        'node.mts': FOR_NODE,
        'node.cts': FOR_NODE,
      };
      const compilerOptions = { ...NODE16, ...nodeTypes(project) };
      expect(await compileConsumer({ project, programs, compilerOptions })).toBe('');
    });

    test.each(['cpc', 'env'] as const)('resolve to what is loaded: %s', async (name) => {
      const tarball = readFileSync(place().tarballs[name]);
      const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
      // TypeScript's oldest resolution knows no sub-paths; the main entry has types there, too.
      const problems = result.types
        ? result.problems.filter(
            (problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
          )
        : ['no types'];
      expect(problems).toEqual([]);
    });

    test.each(['cpc', 'env'] as const)('the manifest is in order: %s', async (name) => {
      const pkgDir = join(place().everything, 'node_modules/@rl-tools', name);
      const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
      expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
    });
  });
}
