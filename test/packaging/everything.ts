import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { API, WITHOUT_OPTIONAL_PEERS } from './api.js';
import { EXPECTED_LOSS, LOSS_PROGRAM, namesProgram } from './plugin.js';
import { packagesBehind } from './support/importGraph.js';
import type { Place } from './support/place.js';
import { root, runIn, runProgram } from './support/run.js';

/** B of the documented training; with untrained W_k, the loss is ln B. */
const ENVIRONMENTS = 4;

/** What the program loads only where its pages have not been built. */
const ONLY_IN_A_CHECKOUT = ['esbuild'];

/** The documented training, and after it what its run folder says of its first update. */
function documentedTraining(): string {
  const text = readFileSync(join(root, 'docs/package.md'), 'utf8');
  const [, program] = /^```js\n(import [^]*?Trainer[^]*?)^```$/m.exec(text)!;
  return `import { readMetrics as readLog } from '@rl-tools/cpc/metrics';
    ${program!}
    const [first, ...others] = readLog(run.metrics);
    console.log(JSON.stringify({ cpc: first['auxiliary/cpc/meanLoss'], updates: others.length + 1, folder: run.path }));`;
}

/** Both packages and the program, in a project that has all that they need. */
export function describeEverything(place: () => Place): void {
  describe('the packed packages, installed beside all that the program needs', () => {
    test.each([
      ['import * as tf from', 'import { CpcLoss } from', ';', 'loss.mjs'],
      ['const tf = require(', 'const { CpcLoss } = require(', ');', 'loss.cjs'],
    ])('%s @tensorflow/tfjs: a loss and its gradient', async (tf, cpc, end, file) => {
      const text = `${tf} '@tensorflow/tfjs' ${end} ${cpc} '@rl-tools/cpc' ${end}
        tf.setBackend('cpu').then(() => { ${LOSS_PROGRAM} });`;
      expect(await runProgram(place().everything, { file, text })).toEqual(EXPECTED_LOSS);
    });

    test.each(['hub.mjs', 'hub.cjs'])('exports what is documented: %s', async (file) => {
      const load = file.endsWith('.mjs') ? 'import' : 'require';
      const paths = Object.keys(API).filter((path) => !WITHOUT_OPTIONAL_PEERS.includes(path));
      expect(paths).toEqual(expect.arrayContaining(['./hub', './actor']));
      const names = await runProgram(place().everything, { file, text: namesProgram(paths, load) });
      expect(names).toEqual(Object.fromEntries(paths.map((path) => [path, API[path]])));
    });

    test('trains as the documents show, over real sockets', async () => {
      const program = { file: 'training.mjs', text: documentedTraining() };
      const result = await runProgram(place().everything, program);
      const { cpc, updates, folder } = result as { cpc: number; updates: number; folder: string };
      expect(cpc).toBeCloseTo(Math.log(ENVIRONMENTS), 2);
      expect(updates).toBe(5);
      expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['160']); // 5 · 8 steps · 4
    });

    test('the program trains', async () => {
      const { everything } = place();
      const config = 'node_modules/@rl-tools/cpc/configs/quickstart.yaml';
      const shorter = [
        'totalFrames=1',
        'engine.name=wasm',
        'env.count=2',
        'actors.processes=1',
        'agent.unrollLength=12',
      ];
      const settings = shorter.flatMap((setting) => ['--set', setting]);
      const command = [config, '--out', 'trained', ...settings];
      await runIn(everything, ['npx', '--no-install', 'cpc-rl', 'train', ...command]);
      const summary: unknown = JSON.parse(
        readFileSync(join(everything, 'trained/summary.json'), 'utf8'),
      );
      expect(summary).toMatchObject({ engine: 'wasm', updates: 1, steps: 24 });
    });

    test('whatever package the program may load is one that it tells people to install', () => {
      const folder = join(place().everything, 'node_modules/@rl-tools/cpc');
      const loaded = packagesBehind(join(folder, 'dist/cli/main.js'));
      const { dependencies, peerDependencies } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ) as Record<string, Record<string, string>>;
      const known = [
        'node',
        ...ONLY_IN_A_CHECKOUT,
        ...Object.keys({ ...dependencies, ...peerDependencies }),
      ];
      expect(loaded.filter((name) => !known.includes(name))).toEqual([]);
      expect(loaded).toEqual(expect.arrayContaining(['commander', 'zeromq', 'yaml']));
    });
  });
}
