import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AUXILIARY_LOSSES } from '../../src/auxiliary/index.js';
import { loadConfig } from '../../src/cli/loadConfig.js';

const FOLDER = fileURLToPath(new URL('../../configs/', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

test.each(FILES)('%s loads, and opens with where it comes from', (file) => {
  expect(() => loadConfig(FOLDER + file)).not.toThrow();
  expect(readFileSync(FOLDER + file, 'utf8')).toMatch(/^# .*\n/);
});

test('every auxiliary loss has an experiment', () => {
  const used = FILES.flatMap((file) => {
    const { auxiliary } = loadConfig(FOLDER + file);
    return Object.keys(auxiliary).filter((name) => auxiliary[name as keyof typeof auxiliary]);
  });
  for (const { name } of AUXILIARY_LOSSES) expect(used).toContain(name);
});

test.each([
  [
    'auxiliary.actionCpc',
    '{ steps: 100 }',
    /auxiliary\.actionCpc\.steps: must be below agent\.unrollLength.*got 100/,
  ],
  [
    'auxiliary.cpc.steps',
    '100',
    /auxiliary\.cpc\.steps: must be below agent\.unrollLength.*got 100/,
  ],
  [
    'auxiliary.cpcc',
    '{}',
    /auxiliary\.cpcc: unknown key; expected one of cpc,.*Did you mean auxiliary\.cpc\?/,
  ],
  [
    'auxiliary.cpc.weightSchedule',
    'cosine',
    /auxiliary\.cpc\.weightSchedule: .*constant.*linear.*got "cosine"/,
  ],
])('%s = %s is refused with its place', (key, value, message) => {
  // prettier-ignore
  expect(() => loadConfig(FOLDER + 'seekavoid-full.yaml', { set: [`${key}=${value}`] })).toThrow(message); // prettier-ignore
});

test('one environment is enough for sampled negatives, not for batch', () => {
  const load = (negatives: string) => () =>
    loadConfig(FOLDER + 'quickstart.yaml', {
      set: ['env.count=1', 'actors.processes=1', `auxiliary.cpc.negatives=${negatives}`], // prettier-ignore
    });
  expect(load('sampled')).not.toThrow();
  expect(load('batch')).toThrow(/auxiliary\.cpc\.negatives: 'batch' needs env\.count of 2 or more/);
});
