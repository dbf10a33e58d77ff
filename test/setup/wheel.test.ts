import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchWheel } from '../../src/compute/engines/native/wheel.js';
import { temporaryFolder } from './temporaryFolder.js';

const WHEEL = 'small-1.0-py3-none-any.whl';
const LIBRARY = 'a library, long enough to be worth compressing: '.repeat(50);

/** A wheel with one library in it, made by Python's own zipfile. */
function makeWheel(folder: string): Buffer {
  const path = join(folder, 'whole.whl');
  const program =
    'import sys, zipfile\n' +
    'with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:\n' +
    '  z.writestr("tensorflow/lib.so", sys.argv[2]); z.writestr("other/file", "unwanted")\n' +
    '  z.writestr("small-1.0.dist-info/METADATA", "Name: small")\n';
  execFileSync('python3', ['-c', program, path, LIBRARY]);
  return readFileSync(path);
}

/**
 * A `python` whose pip hands out the first file when asked plainly and the second when asked to go past
 * its cache, and which is the real Python for everything else.
 */
function pythonServing(folder: string, [first, second]: readonly [Buffer, Buffer]): string {
  writeFileSync(join(folder, 'first'), first);
  writeFileSync(join(folder, 'second'), second);
  const script = join(folder, 'python');
  writeFileSync(
    script,
    `#!/bin/sh
if [ "$1" != -m ]; then exec python3 "$@"; fi
echo "$@" >> '${folder}/calls'
which=first; destination=
for argument; do
  if [ "$argument" = --no-cache-dir ]; then which=second; fi
  if [ "$destination" = next ]; then destination=$argument; fi
  if [ "$argument" = --dest ]; then destination=next; fi
done
cp '${folder}'/$which "$destination/${WHEEL}"
`,
  );
  chmodSync(script, 0o755);
  return script;
}

async function fetchWith(files: (whole: Buffer) => readonly [Buffer, Buffer]) {
  const folder = temporaryFolder();
  const into = join(folder, 'into');
  const python = pythonServing(folder, files(makeWheel(folder)));
  const fetching = fetchWheel({
    ...{ python, into, requirement: 'small', platformTags: ['any'] },
    wanted: ['tensorflow/lib.so', '*.dist-info/'],
  });
  const problem = await fetching.then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return { into, problem, calls };
}

/** The same file with one byte of the compressed library turned over. */
function flipByte(whole: Buffer): Buffer {
  const damaged = Buffer.from(whole);
  const at = 'tensorflow/lib.so'.length + 30 + 20; // local header, name, and 20 bytes into the data
  damaged[at] = damaged[at]! ^ 0xff;
  return damaged;
}

test('takes the wanted files out of the wheel and leaves no download behind', async () => {
  const { into, problem, calls } = await fetchWith((whole) => [whole, whole]);
  expect(problem).toBeUndefined();
  expect(calls).toHaveLength(1);
  expect(readFileSync(join(into, 'tensorflow/lib.so'), 'utf8')).toBe(LIBRARY);
  expect(readdirSync(into).sort()).toEqual(['small-1.0.dist-info', 'tensorflow']);
});

test.each([
  ['with a byte turned over', flipByte],
  ['cut in half', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
  ['that is an error page', () => Buffer.from('<html>please log in</html>')],
])('a wheel %s is fetched again past the cache', async (_, damage) => {
  const { into, problem, calls } = await fetchWith((whole) => [damage(whole), whole]);
  expect(problem).toBeUndefined();
  expect(calls).toHaveLength(2);
  expect(calls[1]).toContain('--no-cache-dir');
  expect(readFileSync(join(into, 'tensorflow/lib.so'), 'utf8')).toBe(LIBRARY);
});

test('a wheel that stays damaged is an error, and no download is left', async () => {
  const { into, problem } = await fetchWith((whole) => [flipByte(whole), flipByte(whole)]);
  expect(problem?.message).toMatch(/^small-1\.0-py3-none-any\.whl could not be unpacked: /);
  expect(existsSync(join(into, '.download'))).toBe(false);
});

test("pip's own words are passed on", async () => {
  const fetching = fetchWheel({
    ...{ python: 'python3', into: temporaryFolder(), platformTags: ['manylinux_2_27_x86_64'] },
    requirement: 'not a requirement',
    wanted: [],
  });
  await expect(fetching).rejects.toThrow(/pip could not download not a requirement: .*requirement/);
});
