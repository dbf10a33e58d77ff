import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Progress } from '../shared/training.js';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

type Point = [update: number, value: number];

/** Points in a line; more are thinned. */
const MOST_POINTS = 500;

/** Lines over updates that grow. */
class Chart {
  readonly #chart: EChartsType;
  readonly #lines: Map<string, Point[]>;

  constructor(element: HTMLElement, title: string, names: readonly string[]) {
    this.#chart = init(element, matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : null);
    this.#lines = new Map(names.map((name) => [name, []]));
    this.#chart.setOption({
      animation: false,
      backgroundColor: 'transparent',
      title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
      legend: { bottom: 0 },
      grid: { left: 50, right: 20, top: 40, bottom: 60 },
      xAxis: {
        type: 'value',
        name: 'updates',
        nameLocation: 'middle',
        nameGap: 22,
        max: 'dataMax',
      },
      yAxis: { type: 'value', min: 0 },
    });
    addEventListener('resize', () => {
      this.#chart.resize();
    });
  }

  protected append(update: number, values: readonly number[]): void {
    [...this.#lines.values()].forEach((points, index) => {
      const value = values[index]!;
      if (!Number.isNaN(value)) points.push([update, value]);
      if (points.length > MOST_POINTS) thin(points);
    });
    const series = [...this.#lines].map(([name, data]) => ({
      type: 'line' as const,
      name,
      data,
      showSymbol: false,
    }));
    this.#chart.setOption({ series });
  }
}

/** Keeps every other point. */
function thin(points: Point[]): void {
  points.splice(0, points.length, ...points.filter((_, index) => index % 2 === 0));
}

/** CPC's loss, beside what guessing costs. */
export class LossChart extends Chart {
  readonly #guessing: number;

  /** @param guessing - ln N, nats. */
  constructor(element: HTMLElement, guessing: number) {
    super(element, 'CPC loss, nats', ['loss', 'guessing (ln N)']);
    this.#guessing = guessing;
  }

  add({ update, cpcLoss }: Progress): void {
    this.append(update, [cpcLoss, this.#guessing]);
  }
}

/** The share of right guesses, by steps ahead. */
export class AccuracyChart extends Chart {
  constructor(element: HTMLElement, stepsAhead: number) {
    const names = Array.from({ length: stepsAhead }, (_, k) => `k = ${k + 1}`);
    super(element, 'Accuracy by steps ahead', names);
  }

  add({ update, cpcAccuracy }: Progress): void {
    this.append(update, cpcAccuracy);
  }
}
