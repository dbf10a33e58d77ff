import { expect, test } from 'vitest';
import type { HubSettings } from '../../src/learner/hub/hubOptions.js';
import { Roster } from '../../src/learner/hub/roster.js';

test('which actors are there: connected, silent, gone and given up', () => {
  // Only what a roster reads of the settings.
  const settings = {
    env: { id: 'Level', options: {}, count: 10 },
    ...{ groups: 2, processes: 3, startSequence: 0 },
  } as unknown as HubSettings;
  const roster = new Roster(settings);
  const [first, second, third] = roster.slots;
  for (const slot of [first!, second!]) {
    const info = { slot: slot.index, actor: `actor-${slot.index}`, pid: 1 };
    slot.take({ key: `peer-${slot.index}` } as Parameters<typeof slot.take>[0], info);
  }
  second!.quietTicks = 3;
  third!.quietTicks = 40;
  third!.mask();
  expect(roster.presence(500)).toEqual({
    expected: 3,
    connected: 2,
    environmentsLeftOut: third!.environments,
    silentSeconds: [0, 1.5, 20],
  });
  // Ten environments among three: one of them carries two or four, in two groups of five.
  expect([2, 4]).toContain(third!.environments);
});
