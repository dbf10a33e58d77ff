import { formatPercent } from '../../charts/index.js';
import type { ActorsMessage, RunState, Warning } from './messages.js';
import type { Columns } from './thinnedRows.js';

/** What {@link warningsOf} judges. */
export interface RunFigures {
  readonly state: RunState;
  readonly secondsSinceLine: number | null;
  readonly droppedMessages: number;
  readonly actors: ActorsMessage | null;
  readonly scalars: Columns;
  /** Free bytes where the run is written; `null` if unknown. */
  readonly freeDiskBytes: number | null;
  /** Memory of this machine, if the run is here. */
  readonly machineBytes: number | null;
}

const GIB = 2 ** 30;
const LOW_DISK_BYTES = 2 * GIB;
const MUCH_OF_MEMORY = 0.8;
/** Growth of memory between the middle and the end of a run that is no longer start-up. */
const GROWTH = 1.25;
const LEAST_ROWS = 20;
/** Rows at the end whose mean stands for "now". */
const RECENT_ROWS = 5;
/** Share of the time spent waiting for environments from which on more actors would help. */
const MOSTLY = 0.6;

/** What somebody should know about a run; the serious first. */
export function warningsOf(figures: RunFigures): Warning[] {
  const alive = figures.state === 'running' || figures.state === 'silent';
  const found = [...ofActors(figures), ...ofMemory(figures, alive), ...ofDisk(figures, alive)];
  if (figures.state === 'silent') {
    found.push(serious(`nothing written for ${Math.round(figures.secondsSinceLine ?? 0)} s`));
  }
  if (figures.state === 'ended') {
    found.push(serious('ended without a summary: killed, or an error; --resume goes on'));
  }
  if (figures.droppedMessages > 0) {
    found.push(note(`${figures.droppedMessages} messages dropped that did not fit the protocol`));
  }
  if (alive) found.push(...ofTime(figures.scalars));
  return found.sort((a, b) => Number(b.level === 'serious') - Number(a.level === 'serious'));
}

function ofActors({ actors, state }: RunFigures): Warning[] {
  if (!actors || state === 'finished' || state === 'stopped') return [];
  const { expected, connected, environmentsLeftOut } = actors;
  const found: Warning[] = [];
  if (connected < expected)
    found.push(serious(`${expected - connected} of ${expected} actors gone`));
  if (environmentsLeftOut > 0) {
    found.push(serious(`goes on without ${environmentsLeftOut} environments`));
  }
  return found;
}

function ofMemory({ scalars, machineBytes }: RunFigures, alive: boolean): Warning[] {
  const found: Warning[] = [];
  for (const [column, name] of [
    ['residentBytes', 'memory'],
    ['tensors', 'number of tensors'],
  ] as const) {
    const values = scalars.values[column] ?? [];
    const [middle, now] = [values[Math.floor(values.length / 2)], recent(values)];
    if (values.length < LEAST_ROWS || !middle || now === null) continue;
    if (now > GROWTH * middle) {
      found.push(
        note(`${name} grew by ${formatPercent(now / middle - 1)} in the second half of the run`),
      );
    }
  }
  const resident = recent(scalars.values.residentBytes ?? []);
  if (
    alive &&
    resident !== null &&
    machineBytes !== null &&
    resident > MUCH_OF_MEMORY * machineBytes
  ) {
    found.push(
      serious(
        `the learner holds ${formatPercent(resident / machineBytes)} of the machine's memory`,
      ),
    );
  }
  return found;
}

function ofDisk({ freeDiskBytes }: RunFigures, alive: boolean): Warning[] {
  if (!alive || freeDiskBytes === null || freeDiskBytes >= LOW_DISK_BYTES) return [];
  return [serious(`only ${(freeDiskBytes / GIB).toFixed(1)} GiB left on the disk`)];
}

/** Where the time goes, if it goes to waiting. */
function ofTime({ values }: Columns): Warning[] {
  const spent = Object.entries(values).flatMap(([name, list]) =>
    name.startsWith('secondsSpent/') ? [[name.slice(13), recent(list) ?? 0] as const] : [],
  );
  const total = spent.reduce((sum, [, seconds]) => sum + seconds, 0);
  const waiting = spent.find(([name]) => name === 'environments')?.[1] ?? 0;
  if (total === 0 || waiting / total < MOSTLY) return [];
  return [
    note(
      `${formatPercent(waiting / total)} of the time is spent waiting for environments: more actor ` +
        'processes would help, if there are processors for them',
    ),
  ];
}

function recent(values: readonly (number | null)[]): number | null {
  const known = values.slice(-RECENT_ROWS).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function note(text: string): Warning {
  return { level: 'note', text };
}

function serious(text: string): Warning {
  return { level: 'serious', text };
}
