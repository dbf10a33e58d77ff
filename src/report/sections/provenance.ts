import { shortCommit } from '../../compare/index.js';
import type { RunEnvironment } from '../../metrics/index.js';
import { detailsOf, levelName, runsOf } from '../context.js';
import type { PlacedRun, ReportContext, Section } from '../context.js';
import { markup } from '../html.js';
import type { Cell, Table } from '../table.js';

/** What runs may have in common of software and machine. */
interface Origin {
  readonly version: string | null;
  readonly engine: string | null;
  readonly environment: RunEnvironment | null;
}

/** With what software, on what machine and by what commands the runs were made. */
export function provenanceSection(context: ReportContext): Section {
  const { book } = context;
  return {
    id: 'provenance',
    title: 'Software, machines and commands',
    body: markup`${book.table(originTable(context))}
      <p>
        Each run repeats, byte for byte in <code>episodes.csv</code>, by its command on the same
        kind of machine, engine and number of cores.
      </p>
      <details>
        <summary>Commands of all runs</summary>
        ${book.table(commandTable(context))}
      </details>`,
  };
}

function originTable(context: ReportContext): Table {
  const groups = new Map<string, { readonly origin: Origin; readonly runs: PlacedRun[] }>();
  for (const placed of runsOf(context.comparison)) {
    const origin = originOf(context, placed);
    const key = JSON.stringify(origin);
    const group = groups.get(key) ?? { origin, runs: [] };
    group.runs.push(placed);
    groups.set(key, group);
  }
  return {
    id: 'table-origins',
    caption: 'Software and machines; “–” was not recorded',
    columns: [
      { name: 'Version', key: 'version', kind: 'text' },
      { name: 'Commit', key: 'commit', kind: 'text' },
      { name: 'Engine', key: 'engine', kind: 'text' },
      { name: 'Node.js', key: 'node', kind: 'text' },
      { name: 'Platform', key: 'platform', kind: 'text' },
      { name: 'Processor', key: 'cpu', kind: 'text' },
      { name: 'Cores', key: 'cores', kind: 'number' },
      { name: 'Runs', key: 'runs', kind: 'number' },
    ],
    rows: [...groups.values()].map(({ origin: { version, engine, environment }, runs }) => [
      version,
      commitCell(environment?.commit ?? null),
      engine,
      environment?.node ?? null,
      environment?.platform ?? null,
      environment?.cpu ?? null,
      environment?.cores ?? null,
      runs.length,
    ]),
  };
}

/** The whole of it is in the data. */
function commitCell(commit: string | null): Cell {
  if (commit === null) return null;
  return { markup: markup`<code title="${commit}">${shortCommit(commit)}</code>`, text: commit };
}

/** What the run's summary says; the command is the run's own and left out. */
function originOf(context: ReportContext, { run }: PlacedRun): Origin {
  const environment = detailsOf(context, run).summary?.environment;
  return {
    version: run.version,
    engine: run.engine,
    environment: environment ? { ...environment, command: '' } : null,
  };
}

function commandTable(context: ReportContext): Table {
  return {
    id: 'table-commands',
    caption: 'Commands that repeat the runs',
    columns: [
      { name: 'Level', key: 'level', kind: 'text' },
      { name: 'Arm', key: 'arm', kind: 'text' },
      { name: 'Seed', key: 'seed', kind: 'text' },
      { name: 'Command', key: 'command', kind: 'text' },
    ],
    rows: runsOf(context.comparison).map((placed) => {
      const command = commandOf(context, placed);
      const { level, arm, run } = placed;
      const shown = markup`<code>${command}</code>`;
      return [levelName(level), arm, String(run.seed), { markup: shown, text: command }];
    }),
  };
}

/** The trial's command, the one recorded, or one that trains from the run's own configuration. */
function commandOf(context: ReportContext, { run }: PlacedRun): string {
  const recorded = run.command ?? detailsOf(context, run).summary?.environment?.command;
  return recorded ?? `npx cpc-rl train ${run.path}/config.yaml`;
}
