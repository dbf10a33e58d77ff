import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { CLASSIC_ROWS } from './classicRows.js';
import { runGymnasium } from './gymnasium.js';
import { REGISTRY_ROWS } from './registryRows.js';
import { drawnSamples, SPACE_ROWS } from './spaceRows.js';
import { WRAPPER_ROWS } from './wrapperRows.js';

const OURS = { ...SPACE_ROWS, ...WRAPPER_ROWS, ...REGISTRY_ROWS, ...CLASSIC_ROWS };

const readme = readFileSync(new URL('../../../envs/README.md', import.meta.url), 'utf8');
const [, parity = ''] = readme.split('## Beside Gymnasium');
/** First cells of the table, without their backticks. */
const ROWS = Array.from(parity.split('\n## ')[0]!.matchAll(/^\| (`.*?) +\|/gm), ([, cell]) =>
  cell!.replaceAll('`', ''),
);

let theirs: Readonly<Record<string, unknown>> = {};

beforeAll(() => {
  const script = new URL('gymnasiumRows.py', import.meta.url);
  const printed = runGymnasium(script, JSON.stringify({ samples: drawnSamples() }));
  theirs = JSON.parse(printed) as Record<string, unknown>;
}, 600_000); // the first run installs Gymnasium

test('the README has a row for each thing that is compared', () => {
  expect(ROWS.toSorted()).toEqual(Object.keys(OURS).toSorted());
});

test.each(ROWS)('%s is as in Gymnasium', (row) => {
  expect(theirs[row]).toBeDefined();
  expect(theirs[row]).toEqual(OURS[row]!());
});
