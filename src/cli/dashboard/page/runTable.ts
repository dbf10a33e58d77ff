import { formatSeconds, shortCount } from '../../../charts/index.js';
import { element, setText } from '../../localPage/page/elements.js';
import type { RunRow } from '../messages.js';
import { make, swatch } from './build.js';
import { lineLook, shortValue } from './chart.js';
import type { PageState } from './pageState.js';

/** What the reader does with the table. */
export interface TableEvents {
  readonly onChoose: (id: string) => void;
  readonly onShow: (ids: readonly string[], isShown: boolean) => void;
}

/** The parts of a row that change. */
interface Row {
  readonly node: HTMLTableRowElement;
  readonly shown: HTMLInputElement;
  readonly look: HTMLElement;
  readonly name: HTMLButtonElement;
  readonly arm: HTMLElement;
  readonly state: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly share: HTMLElement;
  readonly numbers: readonly HTMLElement[];
  readonly warnings: HTMLElement;
  /** Colour and dashes of the swatch that stands there. */
  drawn: string;
}

const MIB = 2 ** 20;
const NUMBERS = 5;

/** The table of all runs. Rows stay the same elements, so that focus stays where it is. */
export class RunTable {
  readonly #body = element('runs', HTMLTableElement).tBodies[0]!;
  readonly #all = element('show-all', HTMLInputElement);
  readonly #rows = new Map<string, Row>();
  readonly #events: TableEvents;

  constructor(events: TableEvents) {
    this.#events = events;
    this.#all.addEventListener('change', () => {
      events.onShow([...this.#rows.keys()], this.#all.checked);
    });
  }

  draw(state: PageState): void {
    const ids = new Set(state.runs.map(({ id }) => id));
    for (const [id, { node }] of this.#rows) {
      if (ids.has(id)) continue;
      node.remove();
      this.#rows.delete(id);
    }
    state.runs.forEach((run, place) => {
      const row = this.#rows.get(run.id) ?? this.#add(run.id);
      if (this.#body.rows[place] !== row.node) {
        this.#body.insertBefore(row.node, this.#body.rows[place] ?? null);
      }
      fill(row, run, state);
    });
    const shown = state.runs.filter(({ id }) => state.isShown(id)).length;
    this.#all.checked = shown > 0;
    this.#all.indeterminate = shown > 0 && shown < state.runs.length;
  }

  #add(id: string): Row {
    const shown = make('input', { type: 'checkbox' });
    shown.addEventListener('change', () => {
      this.#events.onShow([id], shown.checked);
    });
    const name = make('button', { type: 'button' });
    name.addEventListener('click', () => {
      this.#events.onChoose(id);
    });
    const look = make('span');
    const [arm, state, warnings] = [make('td'), make('td'), make('td', { class: 'warnings' })];
    const [bar, share] = [make('progress', { max: '1' }), make('span')];
    const numbers = Array.from({ length: NUMBERS }, () => make('td', { class: 'number' }));
    const node = make(
      'tr',
      {},
      make('td', {}, shown, look),
      make('th', { scope: 'row' }, name),
      ...[arm, state, make('td', {}, bar, share), ...numbers, warnings],
    );
    const row = { node, shown, look, name, arm, state, bar, share, numbers, warnings, drawn: '' };
    this.#rows.set(id, row);
    return row;
  }
}

function fill(row: Row, run: RunRow, state: PageState): void {
  const isChosen = state.chosen?.id === run.id;
  row.node.classList.toggle('chosen', isChosen);
  setText(row.name, run.name);
  row.name.setAttribute('aria-pressed', String(isChosen));
  row.shown.checked = state.isShown(run.id);
  row.shown.setAttribute('aria-label', `Show the curve of ${run.name}`);
  const look = lineLook(state.lookIndex(run));
  if (row.drawn !== JSON.stringify(look)) row.look.replaceChildren(swatch(look));
  row.drawn = JSON.stringify(look);
  setText(row.arm, run.arm);
  row.state.className = `state ${run.state}`;
  setText(row.state, run.state);
  const share = run.totalFrames ? Math.min(1, run.frames / run.totalFrames) : 0;
  row.bar.value = share;
  row.bar.setAttribute('aria-label', `Progress of ${run.name}`);
  const total = run.totalFrames === null ? '' : ` of ${shortCount(run.totalFrames)}`;
  setText(row.share, `${shortCount(run.frames)}${total}`);
  numbersOf(run).forEach((text, i) => {
    setText(row.numbers[i]!, text);
  });
  const [first] = run.warnings;
  const more = run.warnings.length > 1 ? ` (+${run.warnings.length - 1})` : '';
  setText(row.warnings, first ? first.text + more : '');
  row.warnings.className = `warnings ${first?.level ?? ''}`;
  row.warnings.title = run.warnings.map(({ text }) => text).join('\n');
}

/** Return, frames per second, seconds trained, seconds left, memory. */
function numbersOf(run: RunRow): string[] {
  const { meanReturn, framesPerSecond, residentBytes, seconds } = run;
  return [
    meanReturn === null ? '–' : meanReturn.toFixed(2).replace('-', '−'),
    framesPerSecond === null ? '–' : shortValue(Math.round(framesPerSecond)),
    formatSeconds(Math.round(seconds)),
    secondsLeft(run),
    residentBytes === null ? '–' : `${shortValue(Math.round(residentBytes / MIB))} MiB`,
  ];
}

function secondsLeft({ state, totalFrames, frames, seconds }: RunRow): string {
  if (state !== 'running' || totalFrames === null || frames === 0) return '–';
  return formatSeconds(Math.round(((totalFrames - frames) * seconds) / frames));
}
