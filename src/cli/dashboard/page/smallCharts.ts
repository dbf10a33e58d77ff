import { setText } from '../../localPage/page/elements.js';
import type { Columns } from '../thinnedRows.js';
import { make } from './build.js';
import {
  createChart,
  lineLook,
  shortValue,
  timeAxis,
  tooltip,
  valueAxis,
  type PageChart,
} from './chart.js';
import type { TimeAxis } from './smoothing.js';

interface SmallChart {
  readonly figure: HTMLElement;
  readonly value: HTMLElement;
  readonly chart: PageChart;
}

/** How some columns are shown. */
export interface ColumnKind {
  readonly title: string;
  /** Times which a value is shown, e.g. for MiB. */
  readonly factor: number;
}

/** Small charts of single columns, one for each name. */
export class SmallCharts {
  readonly #parent: HTMLElement;
  readonly #charts = new Map<string, SmallChart>();

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  draw(
    names: readonly string[],
    {
      columns,
      axis,
      kindOf,
    }: { columns: Columns; axis: TimeAxis; kindOf: (name: string) => ColumnKind },
  ): void {
    for (const [name, { figure, chart }] of this.#charts) {
      if (names.includes(name)) continue;
      chart.dispose();
      figure.remove();
      this.#charts.delete(name);
    }
    for (const name of names) {
      const { title, factor } = kindOf(name);
      const small = this.#chartOf(name, title);
      const values = (columns.values[name] ?? []).map((value) =>
        value === null ? null : value * factor,
      );
      drawSmall(small, { title, axis, xs: columns[axis], values });
    }
  }

  #chartOf(name: string, title: string): SmallChart {
    const known = this.#charts.get(name);
    if (known) return known;
    const value = make('span');
    const place = make('div', { class: 'chart' });
    const figure = make('figure', { class: 'card' }, make('figcaption', {}, title, value), place);
    this.#parent.append(figure);
    const made = { figure, value, chart: createChart(place) };
    this.#charts.set(name, made);
    return made;
  }
}

function drawSmall(
  { value, chart }: SmallChart,
  content: {
    readonly title: string;
    readonly axis: TimeAxis;
    readonly xs: readonly (number | null)[];
    readonly values: readonly (number | null)[];
  },
): void {
  const { title, axis, xs, values } = content;
  const { color } = lineLook(0);
  const latest = values.at(-1);
  const text = latest == null ? '–' : shortValue(latest);
  setText(value, text);
  chart.draw(
    {
      grid: {
        left: 4,
        right: 10,
        top: 8,
        bottom: 2,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: timeAxis(axis, true),
      yAxis: valueAxis(true),
      tooltip: {
        ...tooltip('axis'),
        valueFormatter: (shown: unknown) => (typeof shown === 'number' ? shortValue(shown) : '–'),
      },
      series: [
        {
          name: title,
          type: 'line',
          showSymbol: false,
          lineStyle: { color, width: 1.5 },
          itemStyle: { color },
          data: xs.map((x, i) => [x, values[i] ?? null]),
        },
      ],
    },
    `${title} over ${axis}, now ${text}`,
  );
}
