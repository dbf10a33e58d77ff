import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addonPackageFolder, nodeApiHeadersFolder } from './addonPackage.js';
import { EngineSetupError } from './errors.js';
import { failureLines, runProcess } from './runProcess.js';

/** File name of the compiled addon. */
export const ADDON_FILE = 'tfjs_binding.node';

/** What the addon is compiled against. */
export interface CompileRequest {
  readonly compiler: string;
  readonly platform: NodeJS.Platform;
  /** Folder with TensorFlow's headers. */
  readonly includeFolder: string;
  /** Folder that holds the libraries and receives the addon. */
  readonly libraryFolder: string;
  readonly libraries: readonly string[];
}

/**
 * Compiles the package's unmodified addon source. The result finds its libraries in the folder it
 * lies in, so that the folder can be renamed and moved.
 *
 * @throws {@link EngineSetupError} with the compiler's last words.
 */
export async function compileAddon(request: CompileRequest): Promise<void> {
  const result = await runProcess({ command: request.compiler, args: compilerArguments(request) });
  if (!result.ok) {
    throw new EngineSetupError(
      `${request.compiler} could not compile the addon: ${failureLines(result)}`,
    );
  }
}

function compilerArguments(request: CompileRequest): string[] {
  const addonPackage = addonPackageFolder();
  const source = join(addonPackage, 'binding');
  const sources = readdirSync(source).filter((name) => name.endsWith('.cc'));
  const includes = [nodeApiHeadersFolder(), addonPackage, request.includeFolder];
  return [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    ...includes.map((folder) => `-I${folder}`),
    ...sources.map((name) => join(source, name)),
    ...['-o', join(request.libraryFolder, ADDON_FILE)],
    ...request.libraries.map((name) => join(request.libraryFolder, name)),
    ...(request.platform === 'darwin'
      ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path'] // Node supplies its own symbols
      : ['-Wl,-rpath,$ORIGIN']),
  ];
}
