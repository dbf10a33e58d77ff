#!/usr/bin/env node
/** Entry of the program: runs the TypeScript sources in a checkout and the bundled program in a package. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
  const codes = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
  return codes.includes(error?.code) && /Cannot find (package|module) '[@a-z]/.test(error.message);
}

function howToInstall() {
  if (inCheckout) {
    return 'The dependencies are not installed. Run "npm start" to set up everything and train the quickstart, or "npm run setup".';
  }
  const missing = missingPeers();
  const names = missing.map(([name]) => name).join(', ');
  const specifiers = missing.map(([name, range]) => `"${name}@${range}"`).join(' ');
  return (
    `The program needs packages that the plug-in does not. Missing are: ${names}.\n` +
    `Install them with: npm install --ignore-scripts ${specifiers}`
  );
}

/** Names and versions of the peer packages that are not installed; environments are built in. */
function missingPeers() {
  const require = createRequire(import.meta.url);
  const { peerDependencies } = require('../package.json');
  const isInstalled = (name) =>
    require.resolve.paths(name).some((folder) => existsSync(join(folder, name)));
  return Object.entries(peerDependencies).filter(
    ([name]) => name !== '@rl-tools/env' && !isInstalled(name),
  );
}
