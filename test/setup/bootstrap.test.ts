import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './temporaryFolder.js';

// The scripts run before TypeScript is there, so they are plain JavaScript: their types are stated here.
const { dependenciesAreCurrent } = (await import(scriptUrl('dependencies.mjs'))) as {
  dependenciesAreCurrent: (root: string) => boolean;
};
const { withLock } = (await import(scriptUrl('lock.mjs'))) as {
  withLock: <T>(path: string, action: { onWait: () => void; work: () => Promise<T> }) => Promise<T>;
};

function scriptUrl(name: string): string {
  return new URL(`../../scripts/${name}`, import.meta.url).href;
}

const WANTED = {
  '': { version: '1.0.0' },
  envs: { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
  'node_modules/only-on-another-system': { version: '1.0.0', optional: true },
  'node_modules/needed-by-nothing': { version: '1.0.0', extraneous: true },
};

/** A checkout whose lock file asks for {@link WANTED}. */
function checkout(installed?: string): string {
  const root = temporaryFolder();
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: WANTED }));
  if (installed !== undefined) {
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.package-lock.json'), installed);
  }
  return root;
}

const installedPackages = (packages: object): string => JSON.stringify({ packages });

test('dependencies are current when npm recorded every package that is wanted here', () => {
  const installed = installedPackages({ 'node_modules/a': WANTED['node_modules/a'] });
  expect(dependenciesAreCurrent(checkout(installed))).toBe(true);
});

test('dependencies are current when they were installed from this very lock file', () => {
  const root = checkout(installedPackages({})); // npm's record differs, as it may after another npm
  expect(dependenciesAreCurrent(root)).toBe(false);
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).digest('hex');
  writeFileSync(join(root, 'node_modules/.cpc-rl-installed'), stamp);
  expect(dependenciesAreCurrent(root)).toBe(true);
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { ...WANTED, b: {} } }),
  );
  expect(dependenciesAreCurrent(root)).toBe(false);
});

test.each([
  ['none are installed', undefined],
  ['an installation was interrupted', '{"packages": {"node_modules/a"'],
  ['a package is missing', installedPackages({})],
  [
    'a package has an older version',
    installedPackages({ 'node_modules/a': { version: '1.2.2', integrity: 'sha512-a' } }),
  ],
  [
    'a package has other contents',
    installedPackages({ 'node_modules/a': { version: '1.2.3', integrity: 'sha512-b' } }),
  ],
])('dependencies are not current when %s', (_, installed) => {
  expect(dependenciesAreCurrent(checkout(installed))).toBe(false);
});

test('the lock lets one in at a time', async () => {
  const lock = join(temporaryFolder(), 'locks/one');
  let inside = 0;
  let waits = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside -= 1;
  };
  const enter = (): Promise<void> => withLock(lock, { work, onWait: () => (waits += 1) });
  await Promise.all([enter(), enter(), enter()]);
  expect(waits).toBe(2);
});

test('a lock whose process is gone is taken over, and released even by work that fails', async () => {
  const lock = join(temporaryFolder(), 'one');
  const gone = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(lock, JSON.stringify({ host: hostname(), pid: gone }));
  const failing = withLock(lock, {
    onWait: () => expect.unreachable(),
    work: () => Promise.reject(new Error('no')),
  });
  await expect(failing).rejects.toThrow('no');
  expect(() => readFileSync(lock)).toThrow('ENOENT');
});

test('with everything there, set-up needs no tool and no network and says nothing', () => {
  const script = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));
  const nowhere = temporaryFolder();
  const unreachable = 'http://127.0.0.1:9';
  const result = spawnSync(process.execPath, [script], {
    cwd: nowhere,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...{ PATH: nowhere, PYTHON: join(nowhere, 'python'), CXX: join(nowhere, 'c++') },
      npm_execpath: '', // should it want to install after all, it must fail and not empty node_modules
      ...{ HTTPS_PROXY: unreachable, HTTP_PROXY: unreachable, PIP_INDEX_URL: unreachable },
    },
  });
  expect(result).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test('set-up refuses an argument that it does not know', () => {
  const script = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));
  const result = spawnSync(process.execPath, [script, '--gpus'], { encoding: 'utf8' });
  expect(result.status).toBe(1);
  expect(result.stderr).toBe('setup: unknown argument --gpus; expected nothing or --gpu\n');
});
