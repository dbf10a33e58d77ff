import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineSetupError } from './errors.js';

/**
 * npm package whose JavaScript and addon source are used. The `-gpu` package and the plain one hold
 * identical files; only this one lets 3D convolutions be dilated, so one package serves both variants.
 */
export const ADDON_PACKAGE = '@tensorflow/tfjs-node-gpu';

/** Folder of the package that holds the addon's source. */
export function addonPackageFolder(): string {
  return packageFolder(ADDON_PACKAGE);
}

/** Folder with `node_api.h`; Node's own headers are rarely installed beside Node. */
export function nodeApiHeadersFolder(): string {
  return join(packageFolder('node-api-headers'), 'include');
}

function packageFolder(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw new EngineSetupError(
      `the npm package ${name} is not installed; install it with: npm install ${name} --ignore-scripts`,
    );
  }
}
