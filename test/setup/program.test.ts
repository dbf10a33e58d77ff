import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './temporaryFolder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A checkout in small: the real entry and a program that says how it was called. */
function smallCheckout(): string {
  const folder = temporaryFolder();
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  for (const name of ['tsconfig.json', 'package.json'])
    cpSync(join(root, name), join(folder, name));
  mkdirSync(join(folder, 'src/cli'), { recursive: true });
  writeFileSync(
    join(folder, 'src/cli/main.ts'),
    `export async function main(argv: string[]): Promise<number> {
      process.stdout.write(JSON.stringify({ argv, folder: process.cwd() }));
      return await Promise.resolve(argv.length);
    }`,
  );
  return folder;
}

function run(folder: string, { cwd }: { cwd: string }) {
  const program = join(folder, 'bin/cpc-rl.js');
  return spawnSync(process.execPath, [program, 'train', '--seed', '7'], { cwd, encoding: 'utf8' });
}

test('runs the sources from any folder, passes arguments on and exits with the status', () => {
  const folder = smallCheckout();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const elsewhere = temporaryFolder();
  const result = run(folder, { cwd: elsewhere });
  expect(result).toMatchObject({ status: 3, stderr: '' }); // three arguments
  expect(JSON.parse(result.stdout)).toEqual({
    argv: ['train', '--seed', '7'],
    folder: elsewhere,
  });
});

test('without dependencies it says how to get them', () => {
  const folder = smallCheckout();
  const result = run(folder, { cwd: folder });
  expect(result).toMatchObject({ status: 1, stdout: '' });
  expect(result.stderr).toContain("Cannot find package 'tsx'");
  expect(result.stderr).toContain('npm start');
});

test('a defect in the program is shown as it is', () => {
  const folder = smallCheckout();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'src/cli/main.ts'),
    "import './missing.js';\nexport const main = 1;\n",
  );
  const result = run(folder, { cwd: folder });
  expect(result.status).toBe(1);
  expect(result.stderr).toContain('missing.js');
  expect(result.stderr).not.toContain('npm start');
});
