import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { ADDON_FILE } from './compile.js';
import { EngineSetupError } from './errors.js';
import type { BuiltEngine } from './install.js';
import { failureLines, runProcess } from './runProcess.js';

/** How the package's own installer is run. */
export interface StockDownloadRequest {
  /** The package whose installer is run; it is only read. */
  readonly packageFolder: string;
  /** The installer is killed after this long: where a firewall swallows packets it would wait for ever. */
  readonly timeLimitMs: number;
}

/**
 * Runs the addon package's own installer, which downloads libtensorflow and a ready-made addon.
 *
 * It works on a copy: the installer empties `deps/` before it downloads, and rewrites `package.json`
 * while it runs.
 *
 * @throws {@link EngineSetupError} if it fails, exceeds its time, or leaves no addon.
 */
export async function downloadStockEngine(
  folder: string,
  { packageFolder, timeLimitMs }: StockDownloadRequest,
): Promise<BuiltEngine> {
  cpSync(packageFolder, folder, { recursive: true });
  const result = await runProcess({
    command: process.execPath,
    args: [join(folder, 'scripts/install.js'), 'cpu', 'download'],
    cwd: folder,
    env: installerEnvironment(packageFolder),
    timeLimitMs,
  });
  if (result.timedOut) {
    throw new EngineSetupError(
      `the package's own download did not finish within ${timeLimitMs / 1000} s`,
    );
  }
  // The installer exits with 0 on some of its failures: only the addon itself tells.
  const addon = findAddon(folder);
  if (!result.ok || addon === null) {
    throw new EngineSetupError(
      `the package's own download failed: ${failureLines(result) || 'it left no addon'}`,
    );
  }
  return { variant: 'cpu', origin: 'stock download', addon, files: stockFiles(folder, addon) };
}

/** Lets the copy find the installer's dependencies where the original package finds them. */
function installerEnvironment(packageFolder: string): Record<string, string> {
  const require = createRequire(join(packageFolder, 'package.json'));
  const modules = require.resolve.paths('rimraf') ?? [];
  const programs = modules.map((path) => join(path, '.bin'));
  return {
    NODE_PATH: modules.join(delimiter),
    PATH: [...programs, process.env.PATH ?? ''].join(delimiter),
  };
}

function findAddon(folder: string): string | null {
  const lib = join(folder, 'lib');
  const versions = existsSync(lib) ? readdirSync(lib) : [];
  const found = versions.find((name) => existsSync(join(lib, name, ADDON_FILE)));
  return found === undefined ? null : `lib/${found}/${ADDON_FILE}`;
}

function stockFiles(folder: string, addon: string): string[] {
  const libraries = join(folder, 'deps/lib');
  const names = existsSync(libraries) ? readdirSync(libraries) : [];
  return [addon, ...names.map((name) => `deps/lib/${name}`)];
}
