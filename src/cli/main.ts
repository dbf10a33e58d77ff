import { Command, InvalidArgumentError, Option } from 'commander';
import type { BenchOptions } from './bench/index.js';
import { addDashboard } from './dashboard/index.js';
import type { EvaluateFlags } from './evaluateRuns.js';
import type { PlayFlags } from './play/index.js';
import type { ActorFlags } from './startActor.js';
import { naturalNumber, positiveNumber } from './optionNumbers.js';
import { packageVersion } from './paths.js';
import { addProbe } from './probe/index.js';
import { abortOnSignals } from './signals.js';
import { addCompare } from './compare.js';
import { addReport } from './report/index.js';
import { addSweep } from './sweep/index.js';

/**
 * The program `cpc-rl`. Every command imports what it needs when it runs: `doctor` has to work where
 * the tensor engine does not, and an actor needs no engine at all.
 *
 * @param argv - Arguments after the program's name.
 * @returns The exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (isMissingModule(error)) throw error; // whoever started this says how to install it
    process.stderr.write(`cpc-rl: ${explain(error)}\n`);
    return 1;
  }
}

function createProgram(): Command {
  const program = new Command('cpc-rl')
    .description('Trains recurrent agents with Contrastive Predictive Coding as an auxiliary loss.')
    .version(packageVersion())
    .showHelpAfterError();
  addTrain(program);
  addSweep(program);
  addCompare(program);
  addReport(program);
  addEvaluate(program);
  addProbe(program);
  addWatch(program);
  addDashboard(program);
  addPlay(program);
  addBench(program);
  addActor(program);
  addKeys(program);
  addDoctor(program);
  addQuickstart(program);
  return program;
}

function addTrain(program: Command): void {
  program
    .command('train')
    .description('train an agent as a configuration says')
    .argument('<config>', 'YAML file, e.g. configs/quickstart.yaml')
    .option('--set <key=value>', 'change one setting; may be repeated', collect, [])
    .option('--out <dir>', 'run folder; a new one under runs/ if left out')
    .option('--seed <n>', 'seed, instead of the one in the configuration', naturalNumber)
    .option('--resume', 'go on from the last checkpoint of the run folder', false)
    .action(async (configPath: string, options: TrainFlags) => {
      const { trainRun } = await import('./trainRun.js');
      const outcome = await trainRun({ configPath, ...options }, abortOnSignals('training'));
      process.stdout.write(
        `${outcome.finished ? 'Run' : 'Stopped early'}: ${outcome.folder.path}\n`,
      );
    });
}

interface TrainFlags {
  readonly set: string[];
  readonly out?: string;
  readonly seed?: number;
  readonly resume: boolean;
}

function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description("play episodes with runs' newest checkpoints, and as many at random")
    .argument('<runs...>', 'run folders, sweep folders, or folders of such')
    .option('--episodes <n>', 'number of episodes of each run', positiveNumber, 100)
    .option('--seed <n>', 'seed of environments and policies', naturalNumber, 12_345)
    .addOption(
      new Option('--policy <name>', 'actions drawn from the policy, or the most likely ones')
        .choices(['sampled', 'greedy', 'both'])
        .default('sampled'),
    )
    .option('--video <file.gif>', 'write an animated GIF of the first episode')
    .option('--json', 'print JSON alone', false)
    .action(async (runs: string[], flags: EvaluateFlags) => {
      const { evaluateRuns } = await import('./evaluateRuns.js');
      print(await evaluateRuns(runs, flags));
    });
}

function addWatch(program: Command): void {
  program
    .command('watch')
    .description('write an animated GIF of the trained agent')
    .argument('<run>', 'run folder')
    .requiredOption('--out <file.gif>', 'where the animation goes')
    .option('--seed <n>', 'seed of environment and policy', naturalNumber, 12_345)
    .option('--steps <n>', 'longest animation, agent steps', positiveNumber, 300)
    .action(
      async (run: string, { out, seed, steps }: { out: string; seed: number; steps: number }) => {
        const { watchRun } = await import('./watch.js');
        await watchRun(run, { out, seed, mostSteps: steps });
        print(out);
      },
    );
}

function addPlay(program: Command): void {
  program
    .command('play')
    .description('play a level yourself, in the browser')
    .argument('<level>', 'e.g. SeekAvoidArena')
    .option('--size <name>', "one of the level's sizes")
    .option('--seed <n>', 'seed of the first episode', naturalNumber, 0)
    .option('--port <n>', 'port on 127.0.0.1; 0: any free one', naturalNumber, 0)
    .option('--record <file>', 'add scores to this file, JSON lines')
    .action(async (level: string, flags: PlayFlags) => {
      const { playLevel } = await import('./play/index.js');
      await playLevel(level, flags, print);
    });
}

const CPC_KINDS = ['off', 'batch', 'all', 'sampled'];
const TORSOS = ['shallow', 'deep'];

function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure environments, learner updates or batched inference')
    .argument('<what>', 'env, learner or act', oneOf(['env', 'learner', 'act']))
    .option('--json', 'print JSON alone', false)
    .option('--repetitions <n>', 'timed repetitions per figure', positiveNumber)
    .option('--batch <n>', 'learner: this batch size only', positiveNumber)
    .addOption(new Option('--cpc <kind>', 'learner: this kind only').choices(CPC_KINDS))
    .option('--unroll <n>', 'learner: T, steps per update (100)', positiveNumber)
    .option('--steps <n>', 'learner: K, steps predicted ahead (30)', positiveNumber)
    .option('--anchor-stride <n>', 'learner: an anchor every so many steps (1)', positiveNumber)
    .addOption(new Option('--torso <name>', 'learner: torso').choices(TORSOS))
    .addOption(
      new Option('--engine <name>', 'tensor engine')
        .choices(['auto', 'tensorflow', 'wasm', 'cpu'])
        .default('auto'),
    )
    .addOption(
      new Option('--precision <name>', 'numbers of products')
        .choices(['float32', 'bfloat16'])
        .default('float32'),
    )
    .option('--xla', 'compile the graphs with XLA', false)
    .action(async (what: string, flags: BenchOptions) => {
      const { runBench } = await import('./bench/index.js');
      print(await runBench(what, flags));
    });
}

function addActor(program: Command): void {
  program
    .command('actor')
    .description('step environments for a learner elsewhere')
    .requiredOption('--connect <address>', "the learner's address, e.g. tcp://127.0.0.1:5555")
    .option('--keys <file>', "this actor's CURVE key pair")
    .option('--server-key <file>', "the learner's public key")
    .option('--end-with-parent', 'end when standard input closes', false)
    .action(async (flags: ActorFlags) => {
      const { startActor } = await import('./startActor.js');
      await startActor(flags);
    });
}

function addKeys(program: Command): void {
  program
    .command('keys')
    .description('make a CURVE key pair for a learner or an actor')
    .argument('<file>', 'new file for the pair; the public key is printed')
    .action(async (file: string) => {
      const { generateKeyPairFile } = await import('../transport/index.js');
      print(await generateKeyPairFile(file));
    });
}

function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine has, what is missing and how to get it')
    .option('--json', 'print JSON alone', false)
    .action(async ({ json }: { json: boolean }) => {
      const { formatDoctor, runDoctor } = await import('./doctor/index.js');
      const report = await runDoctor();
      print(json ? JSON.stringify(report) : formatDoctor(report));
    });
}

function addQuickstart(program: Command): void {
  program
    .command('quickstart')
    .description('train, evaluate and show configs/quickstart.yaml; what npm start does')
    .option('--seed <n>', 'seed', naturalNumber)
    .action(async ({ seed }: { seed?: number }) => {
      const { quickstart } = await import('./quickstart.js');
      await quickstart(abortOnSignals('training'), seed);
    });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function oneOf(choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`expected ${choices.join(', ')}.`);
  };
}

function isMissingModule(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

/** Errors that JavaScript itself throws: defects, not something a user did. */
const DEFECTS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

/** Errors that people cause speak for themselves; anything else shows where it happened. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const unexpected = error.name === 'Error' || DEFECTS.includes(error.name);
  return unexpected ? (error.stack ?? error.message) : error.message;
}
