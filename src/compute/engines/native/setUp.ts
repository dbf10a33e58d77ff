import { join } from 'node:path';
import { addonPackageFolder } from './addonPackage.js';
import { engineKey, enginesFolder } from './cache.js';
import { EngineSetupError } from './errors.js';
import { readInstalledEngine, type InstalledEngine } from './engineRecord.js';
import { readFailureNote, removeFailureNote, writeFailureNote } from './failureNote.js';
import { installEngine, type BuiltEngine } from './install.js';
import { thisMachine, type EngineVariant, type Machine } from './platform.js';
import { downloadStockEngine } from './stockDownload.js';
import { findCompiler, findPython, isMissing, type MissingTool, type Tool } from './tools.js';
import { verifyAddon } from './verify.js';
import { buildFromWheel, type WheelBuildRequest } from './wheelBuilder.js';

/** What is asked of a set-up. */
export interface SetUpRequest {
  /** `cpu` unless said otherwise. */
  readonly variant?: EngineVariant;
  /** Told, one line at a time, what is being done; never called where nothing has to be done. */
  readonly report?: (line: string) => void;
  /** Try again even if the same set-up failed within the last hour. */
  readonly again?: boolean;
}

/** Where a set-up ended. */
export type SetUpOutcome =
  | {
      readonly engine: 'tensorflow';
      readonly installed: InstalledEngine;
      /** True when the engine was there already. */
      readonly cached: boolean;
      /** Why it is the stock download and not a build against the current libtensorflow. */
      readonly fellBackBecause?: string;
    }
  | { readonly engine: 'wasm'; readonly fellBackBecause: string };

/** What a set-up works with; tests put small things in place of slow ones. */
export interface SetUpParts {
  readonly enginesFolder: string;
  readonly machine: Machine;
  readonly findPython: () => Promise<Tool | MissingTool>;
  readonly findCompiler: () => Promise<Tool | MissingTool>;
  readonly buildFromWheel: (folder: string, request: WheelBuildRequest) => Promise<BuiltEngine>;
  readonly downloadStock: (folder: string) => Promise<BuiltEngine>;
  readonly verify: (addon: string) => Promise<string>;
  readonly nowMs: () => number;
}

const STOCK_DOWNLOAD_LIMIT_MS = 180_000;

function realParts(): SetUpParts {
  return {
    enginesFolder: enginesFolder(),
    machine: thisMachine(),
    findPython,
    findCompiler,
    buildFromWheel,
    downloadStock: (folder) =>
      downloadStockEngine(folder, {
        packageFolder: addonPackageFolder(),
        timeLimitMs: STOCK_DOWNLOAD_LIMIT_MS,
      }),
    verify: verifyAddon,
    nowMs: () => Date.now(),
  };
}

/**
 * Makes sure that the native engine is there, building it where it is not. The order is: what is cached,
 * a build against TensorFlow's wheel, the addon package's own download, and then `wasm`, which needs no
 * set-up. With a warm cache it looks at a few files and nothing else.
 *
 * @throws {@link EngineSetupError} if the variant `gpu` is asked for and cannot be built (a person who
 *   asks for it does not want another), or if the npm package with the addon's source is not installed.
 */
export async function setUpNativeEngine(
  request: SetUpRequest = {},
  parts: SetUpParts = realParts(),
): Promise<SetUpOutcome> {
  const variant = request.variant ?? 'cpu';
  const key = engineKey(parts.machine, variant);
  const cached = readInstalledEngine(join(parts.enginesFolder, key));
  if (cached !== null) return { engine: 'tensorflow', installed: cached, cached: true };
  const build = { ...request, key, variant };
  if (variant === 'gpu') return built(await installFromWheel(build, parts));
  return await setUpWithFallback(build, parts);
}

type Build = SetUpRequest & { readonly key: string; readonly variant: EngineVariant };

async function setUpWithFallback(build: Build, parts: SetUpParts): Promise<SetUpOutcome> {
  const tools = await toolsFingerprint(parts);
  const note = readFailureNote(parts.enginesFolder, build.key, { tools, nowMs: parts.nowMs() });
  if (note !== null && build.again !== true) return await fallBack(note.because, build, parts);
  removeFailureNote(parts.enginesFolder, build.key);
  try {
    return built(await installFromWheel(build, parts));
  } catch (error) {
    if (!(error instanceof EngineSetupError)) throw error;
    const outcome = await fallBack(error.message, { ...build, again: true }, parts);
    writeFailureNote(parts.enginesFolder, build.key, {
      because: outcome.fellBackBecause ?? error.message,
      tools,
      failedAtMs: parts.nowMs(),
    });
    return outcome;
  }
}

function built(installed: InstalledEngine): SetUpOutcome {
  return { engine: 'tensorflow', installed, cached: false };
}

async function installFromWheel(build: Build, parts: SetUpParts): Promise<InstalledEngine> {
  const [python, compiler] = await Promise.all([parts.findPython(), parts.findCompiler()]);
  if (isMissing(python)) throw missingTool(python, 'python3 with pip');
  if (isMissing(compiler)) throw missingTool(compiler, 'a C++ compiler (g++ or clang++)');
  return await installEngine({
    enginesFolder: parts.enginesFolder,
    key: build.key,
    verify: parts.verify,
    build: (folder) =>
      parts.buildFromWheel(folder, {
        machine: parts.machine,
        variant: build.variant,
        python: python.command,
        compiler: compiler.command,
        report: build.report ?? (() => undefined),
      }),
  });
}

function missingTool({ because }: MissingTool, needed: string): EngineSetupError {
  return new EngineSetupError(`${because}; install ${needed} to build the native engine`);
}

/** The stock download where it is there or can be had, `wasm` otherwise. */
async function fallBack(
  because: string,
  { again, report }: SetUpRequest,
  parts: SetUpParts,
): Promise<SetUpOutcome> {
  const key = engineKey(parts.machine, 'stock');
  const { enginesFolder, downloadStock: build, verify } = parts;
  const cached = readInstalledEngine(join(enginesFolder, key));
  const tensorflow = { engine: 'tensorflow', fellBackBecause: because } as const;
  if (cached !== null) return { ...tensorflow, installed: cached, cached: true };
  if (again !== true) return { engine: 'wasm', fellBackBecause: because };
  report?.(`${because}; trying the package's own download instead`);
  try {
    const installed = await installEngine({ enginesFolder, key, build, verify });
    return { ...tensorflow, installed, cached: false };
  } catch (error) {
    if (!(error instanceof EngineSetupError)) throw error;
    return { engine: 'wasm', fellBackBecause: `${because}; ${error.message}` };
  }
}

async function toolsFingerprint(parts: SetUpParts): Promise<string> {
  const tools = await Promise.all([parts.findPython(), parts.findCompiler()]);
  return tools.map((tool) => (isMissing(tool) ? `no ${tool.missing}` : tool.version)).join(', ');
}
