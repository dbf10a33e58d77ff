import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AUXILIARY_LOSSES, WARNING_TEXTS } from '../../src/auxiliary/index.js';

const GUIDE = new URL('../../docs/auxiliary-losses.md', import.meta.url);
const guide = readFileSync(GUIDE, 'utf8');

/** Links to code: the name in backquotes, the file. */
const LINKS = [...guide.matchAll(/\[`(?<name>[^`]+)`\]\((?<path>\.\.\/[^)#]+)\)/g)].map(
  ({ groups }) => [groups!.name!, groups!.path!] as const,
);

test('there are links to code', () => {
  expect(LINKS.length).toBeGreaterThan(20);
});

test.each(LINKS)('%s stands in %s', (name, path) => {
  const file = new URL(path, GUIDE);
  expect(existsSync(file)).toBe(true);
  const isFile = name.endsWith('.ts') && path.endsWith(name);
  const identifier = name.replace(/\(.*$/, '').split('.').at(-1)!;
  if (!isFile) expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`\\b${identifier}\\b`));
});

test('every loss and every warning is in it', () => {
  for (const { name } of AUXILIARY_LOSSES) expect(guide).toContain(`\`${name}\``);
  for (const warning of Object.keys(WARNING_TEXTS)) expect(guide).toContain(`\`${warning}\``);
});
