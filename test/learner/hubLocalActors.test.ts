import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { ActorHub, spawnLocalActors } from '../../src/learner/hub/index.js';
import type { HubEvent, LocalActors, LocalActorsOptions } from '../../src/learner/hub/index.js';
import { COUNTING_ENV, CountingLearner } from '../actor/countingRun.js';

const ACTOR = fileURLToPath(new URL('../actor/countingActor.ts', import.meta.url));
const RUN_TS = [process.execPath, '--import', 'tsx'];
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(lostAfterMs: number): Promise<{ hub: ActorHub; events: HubEvent[] }> {
  const events: HubEvent[] = [];
  const hub = await ActorHub.listen({
    env: { ...COUNTING_ENV, count: 4 },
    processes: 2,
    seed: 1,
    runId: 'local',
    heartbeatMs: 200,
    lostAfterMs,
    onEvent: (event) => events.push(event),
  });
  closing.push(() => hub.close());
  return { hub, events };
}

function spawnActors(options: Partial<LocalActorsOptions> & { command: string[] }): LocalActors {
  const actors = spawnLocalActors({
    processes: 1,
    onGiveUp: (error) => {
      throw error;
    },
    ...options,
  });
  closing.push(() => actors.close());
  return actors;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('an actor that is killed is restarted and the exchange goes on', async () => {
  const { hub, events } = await listen(60_000);
  const restarts: string[] = [];
  const actors = spawnActors({
    command: [...RUN_TS, ACTOR, hub.address],
    processes: 2,
    onRestart: (message) => restarts.push(message),
  });
  await hub.describe();
  const learner = new CountingLearner(hub);
  await learner.play(10);

  const victim = hub.actors[1]!.pid;
  expect(actors.pids).toContain(victim);
  process.kill(victim, 'SIGKILL');
  await learner.play(10); // waits for the replacement, and checks every step
  expect(restarts).toEqual([
    expect.stringMatching(`pid ${victim}\\) ended by SIGKILL; restarting`),
  ]);
  // On a busy machine the other actor may fall silent for a moment too.
  const lost = events.filter((event) => event.type === 'lost');
  expect(lost.map((event) => event.actor.pid)).toContain(victim);
  expect(events.map((event) => event.type)).toContain('returned');

  const pids = actors.pids;
  await hub.close();
  await actors.close();
  expect(pids.some(isRunning)).toBe(false);
});

test('an actor that answers no more can be replaced', async () => {
  const { hub, events } = await listen(60_000);
  const actors = spawnActors({ command: [...RUN_TS, ACTOR, hub.address], processes: 2 });
  await hub.describe();
  const learner = new CountingLearner(hub);
  await learner.play(3);
  const victim = hub.actors[0]!.pid;
  process.kill(victim, 'SIGSTOP');
  actors.replace(victim);
  await learner.play(3);
  expect(events.filter((event) => event.type === 'returned')).toHaveLength(1);
});

test('actors end when the process that started them is killed', async () => {
  const { hub } = await listen(60_000);
  const program = `
    import { spawnLocalActors } from '${new URL('../../src/learner/hub/index.ts', import.meta.url).href}';
    const command = ${JSON.stringify([...RUN_TS, ACTOR, hub.address])};
    const actors = spawnLocalActors({ command, processes: 2, onGiveUp: () => {} });
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(RUN_TS[0]!, [...RUN_TS.slice(1), '--input-type=module', '-e', program], {
    stdio: 'ignore',
  });
  await hub.describe();
  const pids = hub.actors.map((actor) => actor.pid);
  parent.kill('SIGKILL');
  await once(parent, 'close');
  await until(() => !pids.some(isRunning));
});

test('gives up with the last words of an actor that cannot run', async () => {
  const failure = new Promise<Error>((resolve) => {
    spawnActors({
      command: [process.execPath, '-e', 'console.error("no such level"); process.exit(3)'],
      onGiveUp: resolve,
    });
  });
  const { message } = await failure;
  expect(message).toMatch(/ended by exit code 3, 5 times in a row within 10 s/);
  expect(message).toMatch(/Its last words:\nno such level/);
});

test('gives up where the program does not exist', async () => {
  const failure = new Promise<Error>((resolve) => {
    spawnActors({ command: ['/nonexistent/actor'], onGiveUp: resolve });
  });
  expect((await failure).message).toContain('ENOENT');
});

test('passes on what actors write', async () => {
  const lines: [number, string][] = [];
  spawnActors({
    command: [process.execPath, '-e', 'console.error("one\\ntwo"); setInterval(() => {}, 1000)'],
    onOutput: (actor, line) => lines.push([actor, line]),
  });
  await until(() => lines.length === 2);
  expect(lines).toEqual([
    [0, 'one'],
    [0, 'two'],
  ]);
});

test('closing kills an actor that does not end by itself', async () => {
  const actors = spawnActors({
    command: [
      process.execPath,
      '-e',
      'process.on("SIGTERM", () => {}); console.error("up"); setInterval(() => {}, 1000)',
    ],
    onOutput: () => void closed(),
  });
  const [pid] = actors.pids;
  let done: () => void;
  const finished = new Promise<void>((resolve) => (done = resolve));
  async function closed(): Promise<void> {
    await actors.close();
    done();
  }
  await finished;
  expect(isRunning(pid!)).toBe(false);
});
