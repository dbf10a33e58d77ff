/**
 * Turns this folder into what is published and back: within the repository the exports are the sources,
 * in the tarball they are the build. npm knows no `publishConfig.exports`, so `prepack` and `postpack`
 * call this.
 *
 * @example node packing.mjs begin   # and afterwards: end
 */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const MANIFEST = here('package.json');
/** The manifest as it was; there as long as the package is being packed. */
const KEPT = here('.package.json.kept');
const LICENCE = here('LICENSE');

function begin() {
  if (existsSync(KEPT)) end(); // a packing that was broken off
  copyFileSync(MANIFEST, KEPT);
  copyFileSync(here('../LICENSE'), LICENCE);
  const { scripts: _, publishConfig, ...manifest } = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  const packed = { ...manifest, ...publishConfig };
  writeFileSync(MANIFEST, `${JSON.stringify(packed, null, 2)}\n`);
}

function end() {
  renameSync(KEPT, MANIFEST);
  rmSync(LICENCE, { force: true });
}

const actions = { begin, end };
const action = actions[process.argv[2]];
if (!action) throw new Error(`packing.mjs: expected begin or end, got ${process.argv[2]}`);
action();
