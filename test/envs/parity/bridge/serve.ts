/**
 * Serves environments to another process: a JSON line per call on standard input, a JSON line per
 * answer on standard output. `nodeEnv.py` is the other end.
 *
 * @example node --import tsx serve.ts
 */
import { createInterface } from 'node:readline';
import { Box, Discrete, make } from '@rl-tools/env';
import type { Bound, Dtype, Env, Space } from '@rl-tools/env';
import { registerClassic } from '@rl-tools/env/classic';
import { registerLevels } from '@rl-tools/env/levels';
import { plain } from '../playing.js';

/** What the other end may ask of the environment with that number. */
type Call = { readonly env: number } & (
  | { readonly call: 'render' | 'close' }
  | {
      readonly call: 'make';
      readonly id: string;
      readonly options: Record<string, unknown>;
    }
  | {
      readonly call: 'reset';
      readonly seed: number | null;
      readonly options: Record<string, unknown> | null;
    }
  | { readonly call: 'step'; readonly action: number }
);

registerLevels();
registerClassic();
const envs = new Map<number, Env>();

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line) as Call; // nodeEnv.py writes nothing else
  if (call.call === 'make') envs.set(call.env, make(call.id, call.options));
  process.stdout.write(`${JSON.stringify(answer(envs.get(call.env)!, call))}\n`);
}

function answer(env: Env, call: Call): unknown {
  switch (call.call) {
    case 'make':
      return [describe(env.observationSpace), describe(env.actionSpace)];
    case 'reset':
      return plain(env.reset({ seed: call.seed ?? undefined, options: call.options ?? undefined }));
    case 'step':
      return plain(env.step(call.action));
    case 'render':
      return plain(env.render());
    case 'close':
      env.close();
      return null;
  }
}

/** Bounds as texts: JSON knows no infinity. */
function describe(space: Space<unknown>): object {
  if (space instanceof Discrete) return { n: space.n, start: space.start };
  if (!(space instanceof Box)) throw new Error(`the bridge knows no ${space.toString()}`);
  const { low, high, shape, dtype } = space as Box<Dtype>;
  return { low: texts(low), high: texts(high), shape, dtype };
}

function texts(bound: Bound): string[] {
  return typeof bound === 'number' ? [String(bound)] : Array.from(bound, String);
}
