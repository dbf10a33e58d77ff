import { spawnSync } from 'node:child_process';
import type fs from 'node:fs';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FileWriteError, writeFileDurably, writeFolderDurably } from '../../src/metrics/index.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();

/** What reaches the disk, in order: the calls go through to the real ones. */
const events = vi.hoisted((): string[] => []);
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const names = new Map<number, string>();
  return {
    ...real,
    openSync: (...args: Parameters<typeof real.openSync>) => {
      const file = real.openSync(...args);
      names.set(file, String(args[0]));
      return file;
    },
    fsyncSync: (file: number) => {
      events.push(`sync ${lastPart(names.get(file) ?? '')}`);
      real.fsyncSync(file);
    },
    renameSync: (from: string, to: string) => {
      events.push(`rename to ${lastPart(to)}`);
      real.renameSync(from, to);
    },
  };
});
function lastPart(path: string): string {
  return path.split('/').at(-1) ?? '';
}

/** Runs code that uses durable.ts in a process that is killed at the moment of the rename. */
function crashAtRename(call: string): number {
  const durable = new URL('../../src/metrics/durable.ts', import.meta.url).href;
  const script = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.renameSync = () => process.kill(process.pid, 'SIGKILL');
    syncBuiltinESMExports();
    const { writeFileDurably, writeFolderDurably } = await import('${durable}');
    ${call}`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(child.signal, child.stderr).toBe('SIGKILL');
  return child.pid;
}

test('writes a file, replaces it, and makes its folders', () => {
  const path = folder.at('a/b/file.txt');
  writeFileDurably(path, 'one');
  writeFileDurably(path, new Uint8Array([0x74, 0x77, 0x6f]));
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(folder.at('a/b'))).toEqual(['file.txt']);
});

test('syncs the content before the new name and the name after it', () => {
  events.length = 0;
  writeFolderDurably(folder.at('40000'), { 'weights.bin': 'w', 'state.json': '{}' });
  const partial = `.40000.partial-${process.pid}`;
  expect(events).toEqual([
    'sync weights.bin',
    'sync state.json',
    `sync ${partial}`,
    'rename to 40000',
    `sync ${basename(folder.at())}`,
  ]);
});

test('writes a folder of files whole', () => {
  const path = folder.at('checkpoints/400');
  writeFolderDurably(path, { 'state.json': '{}', 'weights.bin': new Uint8Array([1, 2]) });
  expect(readdirSync(path).sort()).toEqual(['state.json', 'weights.bin']);
  expect([...readFileSync(`${path}/weights.bin`)]).toEqual([1, 2]);
  expect(readdirSync(folder.at('checkpoints'))).toEqual(['400']);
});

test('a crash before the rename shows no half folder, and the next write clears its remains', () => {
  const lost = JSON.stringify(folder.at('400'));
  const pid = crashAtRename(`writeFolderDurably(${lost}, { 'state.json': '{}' });`);
  expect(readdirSync(folder.at())).toEqual([`.400.partial-${pid}`]);
  writeFolderDurably(folder.at('800'), { 'state.json': '{}' });
  expect(readdirSync(folder.at())).toEqual(['800']);
});

test('a crash before the rename leaves the old file as it was', () => {
  writeFileDurably(folder.at('summary.json'), 'old');
  crashAtRename(`writeFileDurably(${JSON.stringify(folder.at('summary.json'))}, 'new');`);
  expect(readFileSync(folder.at('summary.json'), 'utf8')).toBe('old');
});

test('leaves the unfinished writes of living processes and the files of others alone', () => {
  const parent = `.400.partial-${process.ppid}`;
  writeFileSync(folder.at(parent), 'being written');
  writeFileSync(folder.at('.hidden'), 'mine');
  writeFileDurably(folder.at('file.txt'), 'x');
  expect(readdirSync(folder.at()).sort()).toEqual([parent, '.hidden', 'file.txt'].sort());
});

test('never replaces a folder', () => {
  writeFolderDurably(folder.at('400'), { 'state.json': 'first' });
  expect(() => {
    writeFolderDurably(folder.at('400'), { 'state.json': 'second' });
  }).toThrow(/400: expected a name that is still free/);
  expect(readFileSync(folder.at('400/state.json'), 'utf8')).toBe('first');
});

test('a failed write names the place and leaves nothing behind', () => {
  mkdirSync(folder.at('in-the-way/full'), { recursive: true });
  const write = () => {
    writeFileDurably(folder.at('in-the-way'), 'x');
  };
  expect(write).toThrow(FileWriteError);
  expect(write).toThrow(/in-the-way: could not be written/);
  expect(readdirSync(folder.at())).toEqual(['in-the-way']);
});

test.each(['../escape', 'a/b', '', '..'])('refuses the file name %j in a folder', (name) => {
  expect(() => {
    writeFolderDurably(folder.at('400'), { [name]: 'x' });
  }).toThrow(/expected plain file names/);
  expect(existsSync(folder.at('400'))).toBe(false);
});
