import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readInstalledEngine } from '../../src/compute/engines/native/engineRecord.js';
import { installEngine } from '../../src/compute/engines/native/install.js';
import { buildSmallEngine, verifySmallEngine } from './smallEngine.js';
import { temporaryFolder } from './temporaryFolder.js';

const small = { key: 'engine', build: buildSmallEngine, verify: verifySmallEngine };

test('an engine appears with its record, and nothing beside it', async () => {
  const enginesFolder = temporaryFolder();
  const { folder, record } = await installEngine({ ...small, enginesFolder });
  expect(folder).toBe(join(enginesFolder, 'engine'));
  expect(record).toEqual({
    tensorflow: '2.21.0',
    variant: 'cpu',
    origin: 'wheel',
    addon: 'lib/addon.node',
    files: { 'lib/addon.node': 5 }, // "addon"
  });
  expect(readdirSync(enginesFolder)).toEqual(['engine']);
});

test.each(['build', 'verify'] as const)('a failing %s leaves nothing behind', async (step) => {
  const enginesFolder = temporaryFolder();
  const failing = { ...small, enginesFolder, [step]: () => Promise.reject(new Error('disk full')) };
  await expect(installEngine(failing)).rejects.toThrow('disk full');
  expect(readdirSync(enginesFolder)).toEqual([]);
});

test('a set-up killed in the middle leaves no engine, and the next one cleans up and succeeds', async () => {
  const enginesFolder = temporaryFolder();
  const child = runProgram('endlessBuild.ts', [enginesFolder]);
  await once(child.stdout!, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readInstalledEngine(join(enginesFolder, 'engine'))).toBeNull();
  expect(readdirSync(enginesFolder)).toHaveLength(1); // the half-built folder
  await installEngine({ ...small, enginesFolder });
  expect(readdirSync(enginesFolder)).toEqual(['engine']);
});

test('a build that is still running is not mistaken for a leftover', async () => {
  const enginesFolder = temporaryFolder();
  const child = runProgram('endlessBuild.ts', [enginesFolder]);
  try {
    await once(child.stdout!, 'data');
    await installEngine({ ...small, enginesFolder });
    expect(readdirSync(enginesFolder)).toHaveLength(2); // the engine and the other's build
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
});

test('of two set-ups at once one wins, and both use its engine', async () => {
  const enginesFolder = temporaryFolder();
  const meetingPlace = temporaryFolder();
  const run = async (me: string, other: string): Promise<string> => {
    const child = runProgram('simultaneousBuild.ts', [enginesFolder, meetingPlace, me, other]);
    return await text(child.stdout!);
  };
  const [a, b] = await Promise.all([run('a', 'b'), run('b', 'a')]);
  expect(['aaaaa', 'bbbbb']).toContain(a);
  expect(b).toBe(a);
  expect(readdirSync(enginesFolder)).toEqual(['engine']);
});

test.each([
  [
    'cut short',
    (folder: string) => {
      truncateSync(join(folder, 'lib/addon.node'), 2);
    },
  ],
  [
    'without a readable record',
    (folder: string) => {
      writeFileSync(join(folder, 'engine.json'), '{"vari');
    },
  ],
])('an engine %s counts as absent and is replaced', async (_, damage) => {
  const enginesFolder = temporaryFolder();
  const { folder } = await installEngine({ ...small, enginesFolder });
  damage(folder);
  expect(readInstalledEngine(folder)).toBeNull();
  await installEngine({ ...small, enginesFolder });
  expect(readInstalledEngine(folder)).not.toBeNull();
  expect(readdirSync(enginesFolder)).toEqual(['engine']);
});

function runProgram(name: string, args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
