import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import type fs from 'node:fs';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { RunFolderError, lockRunFolder } from '../../src/metrics/index.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();

/** What another learner does right after this one has looked at the lock. */
const race = vi.hoisted((): { afterRead?: (() => void) | undefined } => ({}));
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>();
  const readFileSync = (...args: Parameters<typeof fs.readFileSync>) => {
    try {
      return real.readFileSync(...args);
    } finally {
      const action = String(args[0]).endsWith('/learner.lock') ? race.afterRead : undefined;
      if (action) race.afterRead = undefined;
      action?.();
    }
  };
  return { ...real, readFileSync };
});

const children: ChildProcessWithoutNullStreams[] = [];

/** A lock whose process id has been given to another process since: this one. */
const DEAD_OWNER = JSON.stringify({
  pid: process.pid,
  processStart: 'another start',
  host: hostname(),
});

afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
});

/** Another process that tries for the lock once, says how that went, and stays until killed. */
async function otherLearner(): Promise<{ answer: string; child: ChildProcessWithoutNullStreams }> {
  const lock = new URL('../../src/metrics/runLock.ts', import.meta.url).href;
  const script = `
    const { lockRunFolder } = await import('${lock}');
    let answer = 'held';
    try { lockRunFolder(${JSON.stringify(folder.at())}); } catch (error) { answer = error.message; }
    process.stdout.write(answer);
    process.stdin.resume();`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args);
  children.push(child);
  const [answer] = (await once(child.stdout, 'data')) as [Buffer];
  return { answer: answer.toString(), child };
}

async function kill(child: ChildProcessWithoutNullStreams): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('one learner at a time; the lock of a killed one is taken over by exactly one of several', async () => {
  const first = await otherLearner();
  expect(first.answer).toBe('held');
  expect(() => lockRunFolder(folder.at())).toThrow(RunFolderError);
  expect(() => lockRunFolder(folder.at())).toThrow(
    new RegExp(`held by process ${first.child.pid ?? 0} on .*delete this file`),
  );
  await kill(first.child);

  const answers = (await Promise.all([otherLearner(), otherLearner()])).map(({ answer }) => answer);
  expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
  expect(answers.filter((answer) => /held by process \d+/.test(answer))).toHaveLength(1);
});

test('of two that find the folder free at once, the second is refused', () => {
  race.afterRead = () => {
    writeFileSync(folder.at('learner.lock'), 'the first');
  };
  expect(() => lockRunFolder(folder.at())).toThrow(RunFolderError);
  expect(readFileSync(folder.at('learner.lock'), 'utf8')).toBe('the first');
});

test('of two that find a dead learner’s lock at once, the second leaves the first its lock', () => {
  writeFileSync(folder.at('learner.lock'), DEAD_OWNER);
  race.afterRead = () => {
    writeFileSync(folder.at('learner.lock'), 'the first');
  };
  expect(() => lockRunFolder(folder.at())).toThrow(RunFolderError);
  expect(readdirSync(folder.at())).toEqual(['learner.lock']);
  expect(readFileSync(folder.at('learner.lock'), 'utf8')).toBe('the first');
});

test('the same process cannot take it twice, and release gives it free', () => {
  const lock = lockRunFolder(folder.at());
  expect(() => lockRunFolder(folder.at())).toThrow(/held by process/);
  lock.release();
  lock.release();
  expect(readdirSync(folder.at())).toEqual([]);
  lockRunFolder(folder.at()).release();
});

test('a later process with the id of a dead learner does not keep the lock', () => {
  writeFileSync(folder.at('learner.lock'), DEAD_OWNER);
  lockRunFolder(folder.at());
  expect(readFileSync(folder.at('learner.lock'), 'utf8')).not.toContain('another start');
});

test.runIf(process.platform === 'linux')(
  'an ended learner that nobody has waited for is dead',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 600']); // never waits
    children.push(parent);
    const pid = Number(((await once(parent.stdout, 'data')) as [Buffer])[0].toString());
    const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' '); // "sleep" has no spaces
    await vi.waitFor(() => {
      expect(stat()[2]).toBe('Z');
    });
    const owner = { pid, processStart: stat()[21], host: hostname() };
    writeFileSync(folder.at('learner.lock'), JSON.stringify(owner));
    lockRunFolder(folder.at()).release();
  },
);

test.each([
  ['of another machine', JSON.stringify({ pid: 1, processStart: '1', host: 'elsewhere.invalid' })],
  ['that cannot be read', 'garbage'],
])('a lock %s is left to a person', (_, text) => {
  writeFileSync(folder.at('learner.lock'), text);
  expect(() => lockRunFolder(folder.at())).toThrow(/delete this file/);
  expect(readFileSync(folder.at('learner.lock'), 'utf8')).toBe(text);
});

test('release leaves a lock alone that has become another learner’s', () => {
  const lock = lockRunFolder(folder.at());
  writeFileSync(folder.at('learner.lock'), 'of another');
  lock.release();
  expect(existsSync(folder.at('learner.lock'))).toBe(true);
});
