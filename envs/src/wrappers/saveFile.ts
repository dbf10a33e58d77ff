import { EnvError } from '../errors.js';

/** What of Node is needed to write a file. */
interface FileModules {
  readonly fs: {
    readonly mkdirSync: (folder: string, options: { readonly recursive: true }) => unknown;
    readonly writeFileSync: (path: string, bytes: Uint8Array) => void;
  };
  readonly path: { readonly join: (folder: string, name: string) => string };
}

/**
 * A function that writes files into a folder, which it makes at once.
 *
 * @throws {@link EnvError} where there is no file system, as in browsers.
 */
export function folderWriter(folder: string): (name: string, bytes: Uint8Array) => void {
  const { fs, path } = fileModules();
  fs.mkdirSync(folder, { recursive: true });
  return (name, bytes) => {
    fs.writeFileSync(path.join(folder, name), bytes);
  };
}

/** Without an import, which no browser could follow. */
function fileModules(): FileModules {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
  };
  const fs = process?.getBuiltinModule?.('node:fs');
  const path = process?.getBuiltinModule?.('node:path');
  if (fs && path) return { fs, path } as FileModules; // Node's own
  throw new EnvError(
    'RecordVideo: there is no file system here (Node.js from 20.16 has one). ' +
      'Give `save` in place of `folder`.',
  );
}
