import { execFileSync } from 'node:child_process';
import { virtualPython } from '../support/virtualEnvironment.js';

/** The packages that read back what the project writes. */
const REQUIREMENTS = {
  name: 'venv-test',
  packages: ['safetensors>=0.4,<1', 'numpy>=1.24,<3', 'pillow>=10'],
  python: '3.9',
  purpose: 'this test reads files back by other programs',
} as const;

/**
 * Runs a Python script in a private virtual environment that has {@link REQUIREMENTS}, made on
 * first use and kept in the user's cache folder.
 *
 * @returns What the script prints.
 * @throws if there is no Python or the packages cannot be had: such a test must not pass.
 */
export function runPython(script: string, ...args: readonly string[]): string {
  return execFileSync(virtualPython(REQUIREMENTS), ['-c', script, ...args], {
    encoding: 'utf8',
  });
}
