import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  RunFolderError,
  checkpointPath,
  createRunFolder,
  latestCheckpoint,
  listCheckpoints,
  openRunFolder,
  writeFolderDurably,
} from '../../src/metrics/index.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();

test('numbers the runs of a configuration, above the highest that is there', () => {
  const create = (configName: string) =>
    createRunFolder({ configName, parent: folder.at('runs') }).path;
  expect(create('quickstart')).toBe(folder.at('runs/quickstart-1'));
  expect(create('quickstart')).toBe(folder.at('runs/quickstart-2'));
  mkdirSync(folder.at('runs/quickstart-41'));
  mkdirSync(folder.at('runs/quickstart-long-99'));
  expect(create('quickstart')).toBe(folder.at('runs/quickstart-42'));
  expect(create('paper')).toBe(folder.at('runs/paper-1'));
});

test('takes a given folder that is new, or empty but for what a crashed start left', () => {
  const out = folder.at('given/deep');
  expect(createRunFolder({ configName: 'c', out }).config).toBe(`${out}/config.yaml`);
  writeFileSync(`${out}/learner.lock`, '');
  writeFileSync(`${out}/.config.yaml.partial-1`, '');
  expect(createRunFolder({ configName: 'c', out }).path).toBe(out);
});

test('never takes over a run, and says how to go on', () => {
  const out = folder.at('run');
  mkdirSync(out);
  writeFileSync(`${out}/config.yaml`, 'seed: 1\n');
  expect(() => createRunFolder({ configName: 'c', out })).toThrow(RunFolderError);
  expect(() => createRunFolder({ configName: 'c', out })).toThrow(
    /--resume, or give another --out/,
  );
  expect(readdirSync(out)).toEqual(['config.yaml']);
});

test('never takes a folder of other things, nor a file', () => {
  mkdirSync(folder.at('photos'));
  writeFileSync(folder.at('photos/cat.jpg'), '');
  for (const out of [folder.at('photos'), folder.at('photos/cat.jpg')]) {
    expect(() => createRunFolder({ configName: 'c', out })).toThrow(/empty folder.*another --out/);
  }
});

test('opens a run and refuses what is none', () => {
  const run = createRunFolder({ configName: 'c', parent: folder.at() });
  expect(() => openRunFolder(run.path)).toThrow(/got a folder without config\.yaml/);
  expect(() => openRunFolder(folder.at('missing'))).toThrow(/missing: .*got nothing there/);
  writeFileSync(run.config, '');
  expect(openRunFolder(run.path)).toEqual(run);
});

test('finds the latest whole checkpoint by number, not by name', () => {
  const run = createRunFolder({ configName: 'c', parent: folder.at() });
  expect(latestCheckpoint(run)).toBeNull();
  for (const frames of [9600, 0, 120_000]) {
    writeFolderDurably(checkpointPath(run, frames), { 'state.json': '{}' });
  }
  mkdirSync(`${run.checkpoints}/.999999.partial-1`);
  mkdirSync(`${run.checkpoints}/my-favourite`);
  expect(listCheckpoints(run).map(({ frames }) => frames)).toEqual([0, 9600, 120_000]);
  expect(latestCheckpoint(run)).toEqual({
    frames: 120_000,
    path: folder.at('c-1/checkpoints/120000'),
  });
});
