import { setText } from '../../localPage/page/elements.js';
import type { RunRow } from '../messages.js';
import { make } from './build.js';
import { createChart, lineLook, timeAxis, tooltip, valueAxis, type PageChart } from './chart.js';
import type { PageState } from './pageState.js';
import { smoothed, type TimeAxis } from './smoothing.js';

/** How curves are drawn. */
export interface CurveSettings {
  readonly axis: TimeAxis;
  /** Episodes in the running mean. */
  readonly window: number;
}

interface LevelChart {
  readonly figure: HTMLElement;
  readonly note: HTMLElement;
  readonly chart: PageChart;
}

/** More lines than these are not listed under the pointer. */
const MOST_LISTED = 12;
/** Many lines are drawn thin. */
const THIN_FROM = 12;

/** The learning curves, a chart for each level. */
export class Curves {
  readonly #parent: HTMLElement;
  readonly #charts = new Map<string, LevelChart>();

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  draw(state: PageState, settings: CurveSettings): void {
    const levels = [...new Set(state.runs.map(({ level }) => level))].sort();
    for (const [level, { figure, chart }] of this.#charts) {
      if (levels.includes(level)) continue;
      chart.dispose();
      figure.remove();
      this.#charts.delete(level);
    }
    for (const level of levels) {
      const runs = state.runs.filter((run) => run.level === level && state.isShown(run.id));
      drawLevel(this.#chartOf(level), { runs, state, settings, level });
    }
  }

  #chartOf(level: string): LevelChart {
    const known = this.#charts.get(level);
    if (known) return known;
    const note = make('span');
    const place = make('div', { class: 'chart' });
    const caption = make('figcaption', {}, level, note);
    const figure = make('figure', { class: 'card' }, caption, place);
    this.#parent.append(figure);
    const made = { figure, note, chart: createChart(place) };
    this.#charts.set(level, made);
    return made;
  }
}

function drawLevel(
  { note, chart }: LevelChart,
  content: {
    readonly runs: readonly RunRow[];
    readonly state: PageState;
    readonly settings: CurveSettings;
    readonly level: string;
  },
): void {
  const { runs, state, settings, level } = content;
  const { window, axis } = settings;
  const series = runs.map((run) => {
    const { color, dash } = lineLook(state.lookIndex(run));
    const curve = state.curve(run.id);
    return {
      name: run.name,
      type: 'line',
      showSymbol: false,
      triggerEvent: 'line',
      data: curve ? smoothed(curve, settings) : [],
      lineStyle: {
        color,
        width: runs.length > THIN_FROM ? 1.5 : 2.5,
        type: dash.length > 0 ? dash : 'solid',
      },
      itemStyle: { color },
      emphasis: { focus: 'series', lineStyle: { width: 4 } },
    };
  });
  const mean =
    window === 1 ? 'return of each episode' : `mean return of the last ${window} episodes`;
  setText(note, `${mean}, over ${axis === 'frames' ? 'frames' : 'time of training'}`);
  chart.draw(
    {
      xAxis: timeAxis(axis),
      yAxis: valueAxis(),
      tooltip: {
        ...tooltip(runs.length > MOST_LISTED ? 'item' : 'axis'),
        valueFormatter: (value: unknown) => (typeof value === 'number' ? value.toFixed(2) : '–'),
      },
      series,
    },
    `${level}: ${mean} over ${axis}, ${runs.length} runs. The table below has their latest values.`,
  );
}
