import { expect, test } from 'vitest';
import { compareConfigs } from '../../src/report/configDifferences.js';

test('settings are apart by what they depend on', () => {
  const config = (id: string, auxiliary: object) => ({
    env: { id, options: {} },
    agent: { learningRate: 0.001, torso: 'shallow' },
    auxiliary,
  });
  const cpc = { cpc: { weight: 0.1 } };
  const settings = compareConfigs([
    { level: 'A', arm: 'a2c', config: config('A', {}) },
    { level: 'A', arm: 'cpc', config: config('A', cpc) },
    { level: 'B', arm: 'a2c', config: config('B', {}) },
    { level: 'B', arm: 'cpc', config: config('B', cpc) },
  ]);
  expect(settings).toEqual({
    betweenArms: [{ path: 'auxiliary.cpc.weight', values: [null, '0.1', null, '0.1'] }],
    betweenLevels: [{ path: 'env.id', values: ['A', 'A', 'B', 'B'] }],
    common: [
      { path: 'agent.learningRate', values: ['0.001', '0.001', '0.001', '0.001'] },
      { path: 'agent.torso', values: ['shallow', 'shallow', 'shallow', 'shallow'] },
    ],
  });
});
