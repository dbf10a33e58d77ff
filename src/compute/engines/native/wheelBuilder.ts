import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ADDON_FILE, compileAddon } from './compile.js';
import { EngineSetupError } from './errors.js';
import type { BuiltEngine } from './install.js';
import { chooseWheel, type EngineVariant, type Machine } from './platform.js';
import { fetchWheel, tensorflowFiles } from './wheel.js';

/** What a build from a wheel needs. */
export interface WheelBuildRequest {
  readonly machine: Machine;
  readonly variant: EngineVariant;
  /** Commands found by `findPython` and `findCompiler`. */
  readonly python: string;
  readonly compiler: string;
  /** Told, in a few words, what is being done. */
  readonly report: (line: string) => void;
}

/**
 * Builds an engine in an empty folder from TensorFlow's wheel:
 *
 * - `lib/`: libtensorflow and the addon. TensorFlow looks for CUDA in `../nvidia/<name>/lib` from there;
 * - `nvidia/`: the CUDA libraries that the wheel's own metadata names (variant `gpu` only);
 * - `licences/`: the licences and metadata of what was taken.
 *
 * @throws {@link EngineSetupError} if a download, the unpacking or the compiler fails.
 */
export async function buildFromWheel(
  folder: string,
  request: WheelBuildRequest,
): Promise<BuiltEngine> {
  const choice = chooseWheel(request.machine, request.variant);
  const unpacked = join(folder, 'wheel');
  request.report(`downloading ${choice.requirement} (about ${choice.megabytes} MB)`);
  await fetchWheel({ ...request, ...choice, wanted: tensorflowFiles(choice), into: unpacked });
  const libraryFolder = join(folder, 'lib');
  mkdirSync(libraryFolder);
  for (const name of choice.libraries) {
    renameSync(join(unpacked, 'tensorflow', name), join(libraryFolder, name));
  }
  request.report('compiling the addon');
  await compileAddon({
    compiler: request.compiler,
    platform: request.machine.platform,
    includeFolder: join(unpacked, 'tensorflow/include'),
    libraryFolder,
    libraries: choice.libraries,
  });
  if (request.variant === 'gpu') await fetchCuda(folder, request);
  keepLicences(folder);
  return {
    variant: request.variant,
    origin: 'wheel',
    addon: `lib/${ADDON_FILE}`,
    files: filesBelow(folder, folder),
  };
}

async function fetchCuda(folder: string, request: WheelBuildRequest): Promise<void> {
  const { platformTags } = chooseWheel(request.machine, request.variant);
  const requirements = cudaRequirements(readMetadata(join(folder, 'wheel')));
  request.report(`downloading ${requirements.length} CUDA libraries (about 2,800 MB)`);
  for (const requirement of requirements) {
    request.report(`downloading ${requirement}`);
    await fetchWheel({
      python: request.python,
      requirement,
      platformTags,
      wanted: ['nvidia/', '*.dist-info/'],
      into: folder,
    });
  }
}

/** Requirements that a wheel's metadata lists under its extra `and-cuda`, without their markers. */
export function cudaRequirements(metadata: string): string[] {
  const lines = metadata.split('\n').filter((line) => line.startsWith('Requires-Dist: nvidia-'));
  const requirements = lines
    .filter((line) => /extra\s*==\s*["']and-cuda["']/.test(line))
    .map((line) => line.replace('Requires-Dist: ', '').split(';')[0]!.trim());
  if (requirements.length === 0) {
    throw new EngineSetupError(
      "the wheel's metadata names no CUDA libraries under its extra and-cuda; " +
        'set up the CPU engine by leaving out --gpu',
    );
  }
  return requirements;
}

function readMetadata(unpacked: string): string {
  const info = readdirSync(unpacked).find((name) => name.endsWith('.dist-info'));
  return readFileSync(join(unpacked, info ?? '', 'METADATA'), 'utf8');
}

/** Drops the headers, which nobody needs any more, and keeps what the licences ask to be kept. */
function keepLicences(folder: string): void {
  const licences = join(folder, 'licences');
  mkdirSync(licences);
  for (const from of [folder, join(folder, 'wheel')]) {
    for (const name of readdirSync(from).filter((entry) => entry.endsWith('.dist-info'))) {
      renameSync(join(from, name), join(licences, name));
    }
  }
  rmSync(join(folder, 'wheel'), { recursive: true });
}

/** Files below a folder, as `/`-separated paths from `root`. */
function filesBelow(folder: string, root: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path, root) : [relative(root, path)];
  });
}
