import { programPath } from '../../src/cli/paths.js';
import { serve, type ServedPage } from '../support/browser.js';

/** Starts a command of `cpc-rl` that serves a page; the caller stops it. */
export function servePage(args: readonly string[]): Promise<ServedPage> {
  return serve([programPath, ...args]);
}
