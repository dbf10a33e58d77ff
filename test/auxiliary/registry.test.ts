import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  AUXILIARY_LOSSES,
  auxiliaryConflicts,
  auxiliarySchema,
  buildAuxiliaries,
} from '../../src/auxiliary/index.js';
import type { AuxiliaryDefinition, AuxiliarySizes } from '../../src/auxiliary/index.js';
import { tf } from '../../src/compute/index.js';
import { describeOnFastestEngine } from '../support/engines.js';

const DEFINITIONS: readonly AuxiliaryDefinition[] = AUXILIARY_LOSSES;
const SIZES: AuxiliarySizes = {
  embeddingSize: 8,
  contextSize: 6,
  actions: 3,
  observationShape: [20, 24, 3],
  unrollLength: 40,
  seed: 5,
};
const KEYS = [
  'cpc',
  'actionCpc',
  'cpcControl',
  'pixelPrediction',
  'rewardPrediction',
  'pixelControl',
];

test('experiments can name these losses', () => {
  expect(DEFINITIONS.map(({ name }) => name).sort()).toEqual([...KEYS].sort());
});

describeOnFastestEngine('every loss of the registry', () => {
  test.each(DEFINITIONS.map((definition) => [definition.name, definition] as const))(
    '%s keeps the contract',
    (name, definition) => {
      const defaults = definition.config.parse({}) as { weight: number; weightSchedule: string };
      expect(defaults.weight).toBeGreaterThan(0);
      expect(defaults.weightSchedule).toBe('constant');
      const settings = { weight: 0.37, weightSchedule: 'linear' };
      const before = tf.memory().numTensors;
      const build = () => definition.create(definition.config.parse(settings), SIZES);
      const [loss, again] = [build(), build()];
      expect([loss.name, loss.weight, loss.weightSchedule]).toEqual([name, 0.37, 'linear']);
      expect(loss.variables.length).toBeGreaterThan(0);
      expect([...loss.namedVariables.values()]).toEqual(loss.variables);
      for (const [key, variable] of loss.namedVariables) {
        expect(key.startsWith(`${name}/`), key).toBe(true);
        expect(again.namedVariables.get(key)!.dataSync(), key).toEqual(variable.dataSync());
      }
      loss.dispose();
      again.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test('a loss starts alike whatever others stand beside it', () => {
    const schema = auxiliarySchema(AUXILIARY_LOSSES);
    const alone = buildAuxiliaries(DEFINITIONS, { settings: schema.parse({ actionCpc: {} }), sizes: SIZES }); // prettier-ignore
    const settings = schema.parse({ cpc: {}, actionCpc: {}, pixelControl: {} });
    const together = buildAuxiliaries(DEFINITIONS, { settings, sizes: SIZES });
    expect(together.map(({ name }) => name).sort()).toEqual(['actionCpc', 'cpc', 'pixelControl']);
    const shared = together.find(({ name }) => name === 'actionCpc')!;
    shared.variables.forEach((variable, i) => {
      expect(variable.dataSync()).toEqual(alone[0]!.variables[i]!.dataSync());
    });
    for (const loss of [...alone, ...together]) loss.dispose();
  });
});

describe('the schema of several losses', () => {
  const schema = auxiliarySchema(AUXILIARY_LOSSES);

  test('null or left out is not used; defaults are filled in', () => {
    expect(schema.parse({})).toEqual({});
    const settings = schema.parse({ cpc: null, actionCpc: { steps: 5 } });
    expect(settings.cpc).toBeNull();
    expect(settings.actionCpc).toMatchObject({ steps: 5, weight: 0.1, negatives: 'batch' });
    expect(buildAuxiliaries(DEFINITIONS, { settings: { cpc: null }, sizes: SIZES })).toEqual([]);
  });

  test('unknown losses and settings are refused', () => {
    expect(() => schema.parse({ cpcc: {} })).toThrow(/cpcc/);
    expect(() => schema.parse({ cpc: { step: 3 } })).toThrow(/step/);
    expect(() => schema.parse({ cpc: { weight: 0 } })).toThrow(/weight/);
  });
});

test('conflicts are those of the losses that are used, with their place', () => {
  const surroundings = { unrollLength: 20, environments: 1 };
  const conflictsOf = (settings: Record<string, unknown>): string[] =>
    auxiliaryConflicts(DEFINITIONS, {
      settings: auxiliarySchema(AUXILIARY_LOSSES).parse(settings),
      surroundings,
    }).map(({ path }) => path.join('.'));
  expect(conflictsOf({ cpc: { steps: 19, negatives: 'all' }, actionCpc: null })).toEqual([]);
  expect(conflictsOf({ cpc: { steps: 20, negatives: 'all' } })).toEqual(['cpc.steps']);
  expect(conflictsOf({ actionCpc: { steps: 3 } })).toEqual(['actionCpc.negatives']);
  expect(conflictsOf({ cpcControl: {}, cpc: { steps: 3, negatives: 'sampled' } })).toEqual([
    'cpcControl.steps',
    'cpcControl.negatives',
  ]);
  const plain = { name: 'plain', config: z.strictObject({}), create: () => expect.unreachable() };
  const given = { settings: { plain: {} }, surroundings };
  expect(auxiliaryConflicts([plain], given)).toEqual([]);
});
