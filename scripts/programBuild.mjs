/** What the program `cpc-rl` is built from, for tsup and for the build that tests run. */

/** By name of the built file, the source that it starts at. */
export const PROGRAM_ENTRIES = {
  main: 'src/cli/main.ts',
  verifyProcess: 'src/compute/engines/native/verifyProcess.ts',
};

/** Packages that are built in; all others stay outside. */
export const PROGRAM_BUNDLED = /^(@rl-tools\/env|pure-rand)(\/|$)/;
