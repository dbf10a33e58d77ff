import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { curveKeyBytes } from '../../src/transport/curveKeys.js';
import {
  generateKeyPairFile,
  readKeyPairFile,
  readPublicKeysFile,
} from '../../src/transport/index.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a key is decoded as Z85', () => {
  // ZeroMQ RFC 32: 86 4F D2 6F B5 59 F7 5B is "HelloWorld"; four times over it has a key's length.
  expect(Buffer.from(curveKeyBytes('HelloWorld'.repeat(4))).toString('hex')).toBe(
    '864fd26fb559f75b'.repeat(4),
  );
});

test.each(['', 'short', `${'HelloWorld'.repeat(3)}HelloWorl"`])('%j is no key', (text) => {
  expect(() => curveKeyBytes(text)).toThrow('expected 40 Z85 characters');
});

test('a pair is written for this user alone and read back', async () => {
  const path = join(folder, 'learner.key');
  const publicKey = await generateKeyPairFile(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const pair = await readKeyPairFile(path);
  expect(pair.publicKey).toBe(publicKey);
  expect(pair.secretKey).not.toBe(publicKey);
  expect(await readPublicKeysFile(path)).toEqual([publicKey]);
});

test('a key file is never overwritten', async () => {
  const path = join(folder, 'learner.key');
  await generateKeyPairFile(path);
  const before = await readFile(path, 'utf8');
  await expect(generateKeyPairFile(path)).rejects.toThrow('exists and is not overwritten');
  expect(await readFile(path, 'utf8')).toBe(before);
});

test('a secret key that others may read is refused', async () => {
  const path = join(folder, 'learner.key');
  await generateKeyPairFile(path);
  await chmod(path, 0o640);
  await expect(readKeyPairFile(path)).rejects.toThrow(/mode 640\): run `chmod 600/);
});

test('a missing file says how to make one', async () => {
  await expect(readKeyPairFile(join(folder, 'none'))).rejects.toThrow(/ENOENT.*npx cpc-rl keys/);
});

test.each(['', '{}', '{"publicKey": "x", "secretKey": "y"}'])(
  'a file that holds %j is no key pair',
  async (text) => {
    const path = join(folder, 'learner.key');
    await writeFile(path, text, { mode: 0o600 });
    await expect(readKeyPairFile(path)).rejects.toThrow('expected {"publicKey", "secretKey"}');
  },
);

test('public keys are read line by line', async () => {
  const path = join(folder, 'actors.pub');
  const keys = ['HelloWorld'.repeat(4), `#${'HelloWorld'.repeat(4).slice(1)}`];
  await writeFile(path, `# render box\n${keys[0]!}\n\n  ${keys[1]!}  \n`);
  expect(await readPublicKeysFile(path)).toEqual(keys);
  await writeFile(path, `# render box\n\nHello\n`);
  await expect(readPublicKeysFile(path)).rejects.toThrow(
    /actors\.pub:3: expected a public key of 40 Z85 characters/,
  );
});
