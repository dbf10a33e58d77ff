import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { runEnvironment } from '../../src/cli/runEnvironment.js';

test('a shell reads the recorded command back word for word', () => {
  const words = ['train', 'my configs/a.yaml', '--set', "note='it''s $HOME'", '--seed', '3', ''];
  const { command } = runEnvironment(words);
  expect(command).toMatch(/^npx cpc-rl train 'my configs\/a\.yaml' --set /);
  const script = `set -- ${command}; for word; do printf '%s\\0' "$word"; done`;
  const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(read.split('\0').slice(0, -1)).toEqual(['npx', 'cpc-rl', ...words]);
});

test('it names the software and the machine', () => {
  const environment = runEnvironment([]);
  expect(environment).toMatchObject({
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
  });
  expect(environment.cpu).not.toBe('');
  expect(environment.commit ?? '0'.repeat(40)).toMatch(/^[0-9a-f]{40}(\+changes)?$/);
});
