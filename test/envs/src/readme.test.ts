import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../../../envs/README.md', import.meta.url), 'utf8');
const examples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code]) => code!);

/** Runs TypeScript as a module of its own, from the root of the repository. */
function run(code: string): string {
  const cwd = new URL('../../..', import.meta.url);
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const { outputText } = ts.transpileModule(code, { compilerOptions }); // --eval takes no types
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', outputText];
  return execFileSync(process.execPath, flags, { cwd, encoding: 'utf8' });
}

test('the first example plays an episode', () => {
  expect(run(examples[0]!)).toMatch(/^-?\d+\n$/);
});

test('the second example makes an environment that passes every check', () => {
  expect(run(examples[1]!)).toMatch(/'close'\s*\],\s*skipped: \[\]/);
});

test('the third example stacks grey pictures and steps a vector', () => {
  expect(run(examples[2]!)).toBe(
    'Box(0, 255, (4, 10, 10), uint8) 400\nFloat64Array(2) [ 1, 1 ] {}\n',
  );
});
