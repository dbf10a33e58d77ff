import { afterEach, describe, expect, test } from 'vitest';
import { createIpcAddress } from '../../src/transport/index.js';
import { ActorHub } from '../../src/learner/hub/index.js';
import type { ActorHubOptions, HubEvent } from '../../src/learner/hub/index.js';
import { DESCRIPTION, RawActor, STARTS } from './hubRawActor.js';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function listen(
  options: Partial<Omit<ActorHubOptions, 'env'>> & { count?: number } = {},
): Promise<{ hub: ActorHub; events: HubEvent[] }> {
  const events: HubEvent[] = [];
  const { count = 4, ...rest } = options;
  const hub = await ActorHub.listen({
    env: { id: 'Test/Raw-v0', options: { size: 3 }, count },
    processes: 1,
    seed: 7,
    runId: 'run',
    heartbeatMs: 20,
    lostAfterMs: 100,
    onEvent: (event) => events.push(event),
    ...rest,
  });
  open.push(hub);
  return { hub, events };
}

function connect(hub: ActorHub, name?: string): RawActor {
  const actor = new RawActor(hub.address, name);
  open.push(actor);
  return actor;
}

const types = (events: readonly HubEvent[]): string[] => events.map((event) => event.type);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the exchange', () => {
  test('welcomes an actor with the environments of both groups', async () => {
    const { hub } = await listen({ count: 5, startSequence: 30 });
    const actor = connect(hub);
    await actor.hello();
    const { header } = await actor.next('welcome');
    expect(header).toMatchObject({
      version: 1,
      slot: 0,
      runId: 'run',
      env: { id: 'Test/Raw-v0', options: { size: 3 } },
      heartbeatMs: 20,
      onLearnerLost: 'exit',
    });
    const groups = header.groups as { environments: number[]; sequence: number }[];
    expect(groups.map((group) => group.environments)).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(groups.map((group) => group.sequence)).toEqual([30, 30]);
  });

  test('hands over observations in the order of environments, whoever answers first', async () => {
    const { hub } = await listen({ processes: 2, count: 8 });
    const first = connect(hub, 'a');
    const groupsOfFirst = await first.join();
    expect(groupsOfFirst.map((group) => group.environments)).toEqual([
      [0, 1],
      [4, 5],
    ]);
    const second = connect(hub, 'b');
    await second.join();
    expect(await hub.describe()).toEqual(DESCRIPTION);

    const initial = await hub.receive(0);
    expect([...initial.observations]).toEqual([0, 1, 2, 3]);
    expect([...initial.episodeStarts]).toEqual([1, 1, 1, 1]);
    expect([...initial.present]).toEqual([1, 1, 1, 1]);
    expect([...initial.restarted]).toEqual([0, 0, 0, 0]);
    hub.act(0, Int32Array.of(1, 0, 0, 1));
    expect(await first.actions()).toEqual({ group: 0, sequence: 0, actions: [1, 0] });
    expect(await second.actions()).toEqual({ group: 0, sequence: 0, actions: [0, 1] });

    const receiving = hub.receive(0);
    await second.observe(
      { group: 0, sequence: 1 },
      { pixels: [12, 13], rewards: [0.5, -2], flags: [5, 6] },
    );
    await first.observe({ group: 0, sequence: 1 }, { pixels: [10, 11], rewards: [3, 0] });
    const next = await receiving;
    expect(next.sequence).toBe(1);
    expect([...next.observations]).toEqual([10, 11, 12, 13]);
    expect([...next.rewards]).toEqual([3, 0, 0.5, -2]);
    expect([...next.terminated]).toEqual([0, 0, 1, 0]);
    expect([...next.truncated]).toEqual([0, 0, 0, 1]);
    expect([...next.episodeStarts]).toEqual([0, 0, 1, 1]);
    expect([...(await hub.receive(1)).observations]).toEqual([4, 5, 6, 7]);
  });

  test('says how long the slowest actor stepped, if all say it', async () => {
    const { hub } = await listen({ processes: 2, groups: 1, count: 2 });
    const actors = [connect(hub, 'a'), connect(hub, 'b')];
    for (const actor of actors) await actor.join();
    await hub.describe();
    expect((await hub.receive(0)).stepMilliseconds).toBeUndefined();
    const answers = [
      { said: [{ stepMilliseconds: 7 }, { stepMilliseconds: 3 }], slowest: 7 },
      { said: [{ stepMilliseconds: 7 }, {}], slowest: undefined },
    ];
    for (const [index, { said, slowest }] of answers.entries()) {
      hub.act(0, Int32Array.of(0, 0));
      for (const [i, actor] of actors.entries()) {
        await actor.actions();
        const place = { group: 0, sequence: index + 1, finals: [] };
        const header = { type: 'observations', ...place, ...said[i] };
        await actor.send(
          header,
          Uint8Array.of(i),
          new Uint8Array(4),
          new Uint8Array(1),
          new Uint8Array(0),
        );
      }
      expect((await hub.receive(0)).stepMilliseconds).toBe(slowest);
    }
  });

  test('keeps the final observation of an ended episode apart', async () => {
    const { hub } = await listen({ groups: 1, count: 2 });
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    await hub.receive(0);
    hub.act(0, Int32Array.of(0, 0));
    await actor.actions();
    await actor.send(
      { type: 'observations', group: 0, sequence: 1, finals: [1] },
      Uint8Array.of(20, 21),
      new Uint8Array(8),
      Uint8Array.of(0, 2 | STARTS),
      Uint8Array.of(99),
    );
    const { observations, finalObservations } = await hub.receive(0);
    expect([...observations]).toEqual([20, 21]);
    expect([...finalObservations].map(([row, last]) => [row, [...last]])).toEqual([[1, [99]]]);
  });

  test('insists on receive and act in turn, and on actions in range', async () => {
    const { hub } = await listen({ groups: 1, count: 2 });
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    expect(() => {
      hub.act(0, Int32Array.of(0, 0));
    }).toThrow('call receive(0) first');
    await hub.receive(0);
    await expect(hub.receive(0)).rejects.toThrow('call act(0, …)');
    expect(() => {
      hub.act(0, Int32Array.of(0));
    }).toThrow('expected 2 actions, got 1');
    expect(() => {
      hub.act(0, Int32Array.of(0, 2));
    }).toThrow('row 1: expected 0 to 1, got 2');
  });

  test('waits for a description from every actor and refuses one that differs', async () => {
    const { hub } = await listen({ processes: 2 });
    const [first, second] = [connect(hub, 'a'), connect(hub, 'b')];
    await first.join();
    await second.hello();
    await second.next('welcome');
    const description = hub.describe();
    await second.ready({ ...DESCRIPTION, actions: 3 });
    await expect(description).rejects.toThrow('actions is 3 there, 2 elsewhere');
    expect((await second.next('refused')).header).toMatchObject({ retry: false });
  });

  test('describe ends when its signal aborts', async () => {
    const { hub } = await listen();
    const controller = new AbortController();
    const description = hub.describe(controller.signal);
    controller.abort(new Error('enough'));
    await expect(description).rejects.toThrow('enough');
  });

  test('tells actors to stop and ends whatever is awaited when closed', async () => {
    const { hub } = await listen();
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    await hub.receive(0);
    hub.act(0, Int32Array.of(0, 0));
    const receiving = hub.receive(0);
    await hub.close('done');
    await expect(receiving).rejects.toThrow('the hub is closed: done');
    await actor.actions();
    expect((await actor.next('stop')).header).toMatchObject({ reason: 'done' });
  });
});

describe('places', () => {
  test('an extra actor is refused with a reason', async () => {
    const { hub, events } = await listen();
    await connect(hub, 'a').join();
    const extra = connect(hub, 'b');
    await extra.hello();
    const { header } = await extra.next('refused');
    expect(header).toMatchObject({ retry: false });
    expect(header.reason).toContain('all 1 places are taken');
    expect(types(events)).toEqual(['joined', 'refused']);
  });

  test('another version is refused with both versions named', async () => {
    const { hub } = await listen();
    const actor = connect(hub);
    await actor.hello(2);
    const { header } = await actor.next('refused');
    expect(header.reason).toContain('version 2');
    expect(header.reason).toContain('version 1');
    expect(hub.faults.byReason.version).toBe(1);
  });

  test('a repeated hello changes nothing', async () => {
    const { hub } = await listen();
    const actor = connect(hub);
    await actor.hello();
    await actor.hello();
    await actor.next('welcome');
    await actor.hello();
    await actor.ready();
    await hub.describe();
    expect(hub.faults.total).toBe(0);
    expect(hub.actors).toHaveLength(1);
  });

  test('more processes than environments are an error', async () => {
    await expect(listen({ processes: 3, count: 4 })).rejects.toThrow('expected 1 to 2');
  });

  test('environments too large for one message are an error that says what to do', async () => {
    const { hub } = await listen({ maxMessageBytes: 1000 });
    const actor = connect(hub);
    await actor.hello();
    await actor.next('welcome');
    await actor.ready({ ...DESCRIPTION, observationShape: [72, 96, 3] });
    await expect(hub.describe()).rejects.toThrow(
      /take 41472 bytes, a message at most maxMessageBytes = 1000: use more/,
    );
  });

  test('seeds and first episodes are the same for one and for two actors', async () => {
    const one = await listen({ count: 6 });
    const two = await listen({ count: 6, processes: 2 });
    const single = await connect(one.hub).join();
    const shared = [await connect(two.hub, 'a').join(), await connect(two.hub, 'b').join()];
    for (const group of [0, 1]) {
      const parts = shared.map((groups) => groups[group]!);
      expect(parts.flatMap((part) => part.seeds)).toEqual(single[group]!.seeds);
      expect(parts.flatMap((part) => part.firstEpisodeFractions)).toEqual(
        single[group]!.firstEpisodeFractions,
      );
    }
    const seeds = single.flatMap((group) => group.seeds);
    expect(new Set(seeds).size).toBe(6);
  });
});

describe('lost actors', () => {
  test('a cut connection is waited for; its replacement goes on at the step then due', async () => {
    const { hub, events } = await listen({ processes: 2, count: 8, lostAfterMs: 60_000 });
    const staying = connect(hub, 'a');
    await staying.join();
    const leaving = connect(hub, 'b');
    const before = await leaving.join();
    await hub.describe();
    await hub.receive(0);
    hub.act(0, new Int32Array(4));
    await staying.actions();
    await staying.observe({ group: 0, sequence: 1 }, { pixels: [10, 11] });
    const receiving = hub.receive(0);
    leaving.close();
    await until(() => types(events).includes('lost'));

    const replacement = connect(hub, 'c');
    const after = await replacement.join();
    expect(after.map((group) => group.sequence)).toEqual([1, 0]); // group 1 was not yet received
    expect(after[0]!.environments).toEqual(before[0]!.environments);
    expect(after[0]!.seeds).not.toEqual(before[0]!.seeds);
    const { observations, present, restarted, episodeStarts } = await receiving;
    expect([...observations]).toEqual([10, 11, 2, 3]);
    expect([...present]).toEqual([1, 1, 1, 1]);
    expect([...restarted]).toEqual([0, 0, 1, 1]);
    expect([...episodeStarts]).toEqual([0, 0, 1, 1]);
    hub.act(0, Int32Array.of(0, 0, 1, 1));
    expect(await replacement.actions()).toEqual({ group: 0, sequence: 1, actions: [1, 1] });
    await staying.actions();
    await staying.observe({ group: 0, sequence: 2 }, { pixels: [20, 21] });
    await replacement.observe({ group: 0, sequence: 2 }, { pixels: [22, 23] });
    const next = await hub.receive(0);
    expect([...next.observations]).toEqual([20, 21, 22, 23]);
    expect([...next.restarted]).toEqual([0, 0, 0, 0]); // said once
    expect(types(events)).toEqual(['joined', 'joined', 'lost', 'returned']);
  });

  test('after lostAfterMs the run goes on without it, and with it when it is back', async () => {
    const { hub, events } = await listen({ processes: 2, groups: 1, count: 4 });
    const staying = connect(hub, 'a');
    staying.beat();
    await staying.join();
    const leaving = connect(hub, 'b');
    await leaving.join();
    await hub.describe();
    await hub.receive(0);
    hub.act(0, new Int32Array(4));
    leaving.close();
    for (const sequence of [1, 2, 3]) {
      await staying.actions();
      await staying.observe({ group: 0, sequence }, { pixels: [sequence, sequence] });
      const { observations, present } = await hub.receive(0);
      expect([...observations]).toEqual([sequence, sequence, 0, 0]);
      expect([...present]).toEqual([1, 1, 0, 0]);
      hub.act(0, new Int32Array(4));
    }
    expect(types(events)).toEqual(['joined', 'joined', 'lost', 'masked']);

    const replacement = connect(hub, 'c');
    await replacement.hello();
    const welcome = await replacement.next('welcome');
    replacement.beat();
    await replacement.ready();
    // The run has moved on before its first observations are there: they are taken all the same.
    await staying.actions();
    await staying.observe({ group: 0, sequence: 4 }, { pixels: [4, 4] });
    expect([...(await hub.receive(0)).present]).toEqual([1, 1, 0, 0]);
    const [group] = welcome.header.groups as [{ sequence: number }];
    expect(group.sequence).toBe(4);
    await replacement.observe({ group: 0, sequence: 4 }, { pixels: [77, 78], flags: [4, 4] });
    hub.act(0, new Int32Array(4));
    await staying.actions();
    await staying.observe({ group: 0, sequence: 5 }, { pixels: [5, 5] });
    const back = await hub.receive(0);
    expect([...back.observations]).toEqual([5, 5, 77, 78]);
    expect([...back.restarted]).toEqual([0, 0, 1, 1]);
    hub.act(0, Int32Array.of(0, 0, 1, 0));
    expect(await replacement.actions()).toEqual({ group: 0, sequence: 4, actions: [1, 0] });
    expect(hub.faults.total).toBe(0);
  });

  test('a silent actor is lost; when it speaks again it is told to say hello', async () => {
    const { hub, events } = await listen({ groups: 1, count: 2 });
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    await hub.receive(0);
    hub.act(0, new Int32Array(2));
    const receiving = hub.receive(0);
    await until(() => types(events).includes('waiting'));
    expect(types(events)).toEqual(['joined', 'lost', 'masked', 'waiting']);
    await actor.actions();
    await actor.observe({ group: 0, sequence: 1 }, { pixels: [5, 6] });
    expect((await actor.next('refused')).header).toMatchObject({ retry: true });
    expect(hub.faults.byReason.stranger).toBe(1);

    const again = connect(hub, 'raw again');
    await again.join();
    const { restarted, present } = await receiving;
    expect([...restarted]).toEqual([1, 1]);
    expect([...present]).toEqual([1, 1]);
  });

  test('a replacement that falls silent before it sends anything loses the place again', async () => {
    const { hub, events } = await listen({ groups: 1, count: 2 });
    const first = connect(hub, 'a');
    await first.join();
    await hub.describe();
    first.close();
    await until(() => types(events).includes('masked'));
    const second = connect(hub, 'b');
    await second.hello();
    await second.next('welcome');
    await until(() => types(events).filter((type) => type === 'lost').length === 2);
    expect(events.at(-1)).toMatchObject({ cause: 'silent' });
    const third = connect(hub, 'c');
    expect(await third.join()).toHaveLength(1);
  });

  test('a learner that computes for long loses no actor for its own silence', async () => {
    const { hub, events } = await listen({ groups: 1, count: 2 });
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    await hub.receive(0);
    actor.beat();
    for (let i = 0; i < 3; i++) {
      // Five times lostAfterMs, in which neither side of this process can do anything.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(types(events)).toEqual(['joined']);
  });

  test('an actor whose environment raised an error is lost with its message', async () => {
    const { hub, events } = await listen();
    const actor = connect(hub);
    await actor.join();
    await actor.send({ type: 'failed', message: 'the map has no floor' });
    await until(() => types(events).includes('lost'));
    expect(events.at(-1)).toMatchObject({ cause: 'failed' });
    expect(events.at(-1)!.message).toContain('the map has no floor');
  });

  test('an actor that dies before its first observations costs nothing', async () => {
    const { hub } = await listen({ groups: 1, count: 2, snapshots: [Uint8Array.of(1), null] });
    const early = connect(hub, 'a');
    await early.hello();
    const first = await early.next('welcome');
    early.close();
    const second = connect(hub, 'b');
    await second.hello();
    const welcome = await second.next('welcome');
    expect(welcome.header.groups).toEqual(first.header.groups);
    expect(welcome.body.map((bytes) => [...bytes])).toEqual([[1]]);
  });
});

describe('snapshots', () => {
  test('are collected by environment and given back on resume', async () => {
    const { hub } = await listen({ processes: 2, count: 4 });
    const [first, second] = [connect(hub, 'a'), connect(hub, 'b')];
    await first.join();
    await second.join();
    await hub.describe();
    await hub.receive(0);
    await expect(hub.snapshots()).rejects.toThrow('receive every group first');
    await hub.receive(1);
    const collecting = hub.snapshots();
    for (const [actor, bytes] of [
      [first, [1, 2, 2]],
      [second, [3]],
    ] as const) {
      const { header } = await actor.next('snapshot');
      const sizes = bytes.length === 3 ? [1, 2] : [1, 0];
      await actor.send(
        { type: 'snapshot', request: header.request, sizes },
        Uint8Array.from(bytes),
      );
    }
    const states = await collecting;
    // Actor a carries environments 0 and 2, actor b 1 and 3: one of each group.
    expect(states.map((state) => state && [...state])).toEqual([[1], [3], [2, 2], null]);

    const resumed = await listen({ snapshots: states, startSequence: 9 });
    const actor = connect(resumed.hub);
    await actor.hello();
    const { header, body } = await actor.next('welcome');
    const groups = header.groups as { snapshots: number[]; sequence: number }[];
    expect(groups.map((group) => group.snapshots)).toEqual([
      [1, 1],
      [2, 0],
    ]);
    expect(body.map((bytes) => [...bytes])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  test('of a lost actor are missing', async () => {
    const { hub } = await listen({ groups: 1, count: 2 });
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    await hub.receive(0);
    const collecting = hub.snapshots();
    await actor.next('snapshot');
    actor.close();
    expect(await collecting).toEqual([null, null]);
  });

  test('are not asked for where environments have none', async () => {
    const { hub } = await listen({ groups: 1, count: 2 });
    const actor = connect(hub);
    await actor.hello();
    await actor.next('welcome');
    await actor.ready({ ...DESCRIPTION, canSnapshot: false });
    await actor.observe({ group: 0, sequence: 0 }, { pixels: [0, 1], flags: [4, 4] });
    await hub.describe();
    await hub.receive(0);
    expect(await hub.snapshots()).toEqual([null, null]);
  });
});

describe('addresses', () => {
  test('an address of its own is removed when the hub is closed', async () => {
    const { hub } = await listen();
    const { access } = await import('node:fs/promises');
    const path = hub.address.slice('ipc://'.length);
    await access(path);
    await hub.close();
    await expect(access(path)).rejects.toThrow('ENOENT');
  });

  test('an address that is in use says so', async () => {
    const { hub } = await listen({ bind: 'tcp://127.0.0.1:*' });
    await expect(listen({ bind: hub.address })).rejects.toThrow(/cannot bind .*: it is in use/);
  });

  test.each(['ipc', 'tcp'])('two exchanges over %s', async (transport) => {
    const ipc = await createIpcAddress();
    open.push({ close: () => ipc.remove() });
    const { hub } = await listen({
      bind: transport === 'ipc' ? ipc.address : 'tcp://127.0.0.1:*',
      groups: 1,
      count: 2,
    });
    const actor = connect(hub);
    await actor.join();
    await hub.describe();
    expect([...(await hub.receive(0)).observations]).toEqual([0, 1]);
    hub.act(0, Int32Array.of(1, 0));
    expect(await actor.actions()).toEqual({ group: 0, sequence: 0, actions: [1, 0] });
  });
});
