import { execFileSync } from 'node:child_process';
import { virtualPython } from '../../support/virtualEnvironment.js';

/** The real Gymnasium, NumPy for it, and OpenCV for its resizing. */
const REQUIREMENTS = {
  name: 'venv-gymnasium',
  packages: ['gymnasium==1.4.0', 'numpy==2.4.6', 'opencv-python-headless==4.13.0.92'],
  python: '3.10',
  purpose: 'this test runs the real Gymnasium',
} as const;

/** Longer than the slowest script here takes on a busy machine. */
const TIMEOUT_MS = 240_000;

/**
 * Runs a Python file in a private virtual environment that has {@link REQUIREMENTS}, made on first use
 * and kept in the user's cache folder.
 *
 * @returns What the script prints.
 * @throws if there is no Python, or the packages cannot be had: such a test must not pass.
 */
export function runGymnasium(file: URL, ...args: readonly string[]): string {
  return execFileSync(virtualPython(REQUIREMENTS), [file.pathname, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: TIMEOUT_MS,
  });
}
