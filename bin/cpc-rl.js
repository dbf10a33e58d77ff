#!/usr/bin/env node
/** Entry of the program: runs the TypeScript sources in a checkout and the bundled program in a package. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/cli/main.ts', import.meta.url);
const inCheckout = existsSync(source);

try {
  const { main } = await importProgram();
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isMissingPackage(error)) throw error;
  process.stderr.write(`cpc-rl: ${error.message}\n${howToInstall()}\n`);
  process.exitCode = 1;
}

async function importProgram() {
  if (!inCheckout) return await import('../dist/cli/main.js');
  // tsx looks for tsconfig.json in the working directory unless told.
  process.env.TSX_TSCONFIG_PATH ??= fileURLToPath(new URL('../tsconfig.json', import.meta.url));
  const { register } = await import('tsx/esm/api');
  register();
  return await import(source.href);
}

/** A package (a bare name), not one of the program's own files: that would be a defect to show as it is. */
function isMissingPackage(error) {
  return error?.code === 'ERR_MODULE_NOT_FOUND' && /Cannot find package/.test(error.message);
}

function howToInstall() {
  return inCheckout
    ? 'The dependencies are not installed. Run "npm start" to set up everything and train the quickstart, or "npm run setup".'
    : 'The program needs packages that the plug-in does not. docs/setup.md lists them ("The program from npm").';
}
