import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { downloadStockEngine } from '../../src/compute/engines/native/stockDownload.js';
import { temporaryFolder } from './temporaryFolder.js';

/** A package whose installer runs `program` in the package's own folder. */
function packageWithInstaller(program: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'scripts'));
  mkdirSync(join(folder, 'deps'));
  writeFileSync(join(folder, 'package.json'), '{"name":"stock"}');
  writeFileSync(join(folder, 'deps/precious'), '');
  writeFileSync(join(folder, 'scripts/install.js'), program);
  return folder;
}

const INSTALLS = `
const fs = require('node:fs');
fs.rmSync('deps', { recursive: true });
fs.mkdirSync('deps/lib', { recursive: true });
fs.writeFileSync('deps/lib/libtensorflow.so.2', 'library');
fs.mkdirSync('lib/napi-v8', { recursive: true });
fs.writeFileSync('lib/napi-v8/tfjs_binding.node', process.argv.slice(2).join());
`;

test('runs the installer on a copy, so that the package stays as it was', async () => {
  const packageFolder = packageWithInstaller(INSTALLS);
  const built = await downloadStockEngine(temporaryFolder(), {
    packageFolder,
    timeLimitMs: 30_000,
  });
  expect(built).toEqual({
    variant: 'cpu',
    origin: 'stock download',
    addon: 'lib/napi-v8/tfjs_binding.node',
    files: ['lib/napi-v8/tfjs_binding.node', 'deps/lib/libtensorflow.so.2'],
  });
  expect(existsSync(join(packageFolder, 'deps/precious'))).toBe(true);
  expect(readdirSync(packageFolder).sort()).toEqual(['deps', 'package.json', 'scripts']);
});

test.each([
  ['fails', "console.error('ENOTFOUND'); process.exit(1)", 'download failed: ENOTFOUND'],
  ['claims success but leaves nothing', '', 'download failed: it left no addon'],
])('an installer that %s is an error', async (_, program, message) => {
  const packageFolder = packageWithInstaller(program);
  const download = downloadStockEngine(temporaryFolder(), { packageFolder, timeLimitMs: 30_000 });
  await expect(download).rejects.toThrow(message);
});

test('an installer that waits for ever is stopped', async () => {
  const packageFolder = packageWithInstaller('setInterval(() => {}, 1000)');
  const download = downloadStockEngine(temporaryFolder(), { packageFolder, timeLimitMs: 300 });
  await expect(download).rejects.toThrow('did not finish within 0.3 s');
});
