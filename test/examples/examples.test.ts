import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples');
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');

/** Where CPC is put in, and the number of sequences in an update, which are the candidates. */
const CANDIDATES = { lstm: 32, ppo: 16, gru: 16, feedforward: 16 };
const PLACES = ['lstm.ts', 'ppo.ts', 'gruAgent.ts', 'feedforward.ts', 'rl-ts/addCpc.ts'];
const MOST_LINES = 10;
/** Machines that test are busy. */
const PATIENCE_MS = 600_000;
const isMarked = (line: string): boolean => line.endsWith('// CPC');

const readLines = (path: string): string[] => readFileSync(path, 'utf8').split('\n');

/** What one example showed to probe.mjs. */
interface Finding {
  readonly norm: number;
  readonly slope: number;
  readonly atStart: number;
  readonly elsewhere: number;
  readonly losses: number[];
  readonly meanReturn: number;
}

/** Runs a script that imports the packages by name and prints JSON last. */
async function run(tsconfig: string, args: readonly string[]): Promise<unknown> {
  const command = [tsx, '--tsconfig', tsconfig, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

test.each(PLACES)('%s takes at most ten lines for CPC', (path) => {
  const marked = readLines(join(examples, path)).filter(isMarked);
  expect(marked.length).toBeLessThanOrEqual(MOST_LINES);
  expect(marked[0]).toBe("import { CpcLoss } from '@rl-tools/cpc'; // CPC");
});

describe('without those lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cpc-examples-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(
    'the examples are whole agents that know nothing of CPC',
    async () => {
      cpSync(join(examples, 'shared'), join(folder, 'shared'), { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      for (const name of ['lstm', 'ppo', 'gru', 'gruAgent', 'feedforward']) {
        const plain = readLines(join(examples, `${name}.ts`)).filter((line) => !isMarked(line));
        expect(plain.join('\n')).not.toMatch(/cpc\.|CpcLoss/);
        writeFileSync(join(folder, `${name}.ts`), plain.join('\n'));
      }
      const paths = {
        '@rl-tools/cpc': [join(root, 'src/entries/index.ts')],
        '@rl-tools/cpc/*': [join(root, 'src/entries/*.ts')],
      };
      const tsconfig = join(folder, 'tsconfig.json');
      const extended = join(root, 'tsconfig.json');
      writeFileSync(tsconfig, JSON.stringify({ extends: extended, compilerOptions: { paths } }));
      const script = join(root, 'test/examples/plain.mjs');
      const reports = (await run(tsconfig, [script, folder])) as [
        string,
        Record<string, unknown>,
      ][];
      expect(reports.map(([name, { update }]) => `${name} ${String(update)}`)).toEqual(
        Object.keys(CANDIDATES).flatMap((name) => [`${name} 1`, `${name} 2`]),
      );
      for (const [, report] of reports) {
        expect(report).toMatchObject({ cpcLoss: null, cpcAccuracy: [] }); // NaN in JSON
      }
    },
    PATIENCE_MS,
  );
});

describe('with them', () => {
  let findings: Record<string, Finding>;
  beforeAll(async () => {
    const script = join(root, 'test/examples/probe.mjs');
    findings = (await run(join(examples, 'tsconfig.json'), [script])) as typeof findings;
  }, PATIENCE_MS);

  const cases = Object.entries(CANDIDATES).map(([name, candidates]) => ({ name, candidates }));

  test.each(cases)("$name: CPC's gradient reaches the torso", ({ name }) => {
    const { norm, slope } = findings[name]!;
    expect(norm).toBeGreaterThan(1e-3);
    // Along its own direction a gradient's slope is its length.
    expect(Math.abs(slope / norm - 1)).toBeLessThan(0.05);
  });

  test.each(cases)('$name: CPC starts at ln N and learns', ({ name, candidates }) => {
    const { losses } = findings[name]!;
    expect(losses.every(Number.isFinite)).toBe(true);
    const guessing = Math.log(candidates);
    const late = losses.slice(-2).reduce((sum, loss) => sum + loss, 0) / 2;
    expect(late).toBeLessThan(guessing - 0.1);
    expect(losses[0]).toBeLessThan(guessing + 0.1);
  });

  test.each(cases)('$name: an episode start forgets the state before', ({ name }) => {
    const { atStart, elsewhere } = findings[name]!;
    expect(atStart).toBe(0);
    if (name === 'feedforward') expect(elsewhere).toBe(0);
    else expect(elsewhere).toBeGreaterThan(0.01);
  });
});
