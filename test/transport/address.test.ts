import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createIpcAddress, isLocalAddress } from '../../src/transport/index.js';

test.each([
  'ipc:///tmp/learner',
  'inproc://x',
  'tcp://127.0.0.1:5555',
  'tcp://127.8.9.1:*',
  'tcp://localhost:1',
  'tcp://[::1]:5555',
])('%s can be reached from this machine only', (address) => {
  expect(isLocalAddress(address)).toBe(true);
});

test.each([
  'tcp://*:5555',
  'tcp://0.0.0.0:5555',
  'tcp://[::]:5555',
  'tcp://192.168.1.2:5555',
  'tcp://127.0.0.1.example.org:5555',
  'tcp://localhost.example.org:5555',
  'tcp://eth0:5555',
  'udp://127.0.0.1:5555',
])('%s can be reached from elsewhere', (address) => {
  expect(isLocalAddress(address)).toBe(false);
});

test('an ipc address is short, unique and in a folder of this user', async () => {
  const [first, second] = [await createIpcAddress(), await createIpcAddress()];
  expect(first.address).not.toBe(second.address);
  const path = first.address.slice('ipc://'.length);
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(107);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  await Promise.all([first.remove(), second.remove()]);
  await expect(stat(dirname(path))).rejects.toThrow('ENOENT');
});

test('a folder whose name is too long for a socket is an error that says what to do', async () => {
  const base = await mkdtemp(join(tmpdir(), 'long-'));
  await expect(createIpcAddress(join(base, 'x'.repeat(100)))).rejects.toThrow(
    /at most 107 bytes are possible, got \d+\. Point TMPDIR to a folder with a shorter path/,
  );
  await rm(base, { recursive: true });
});
