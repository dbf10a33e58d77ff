/**
 * Draws the returns that runs of train.ts have recorded.
 *
 *     npx tsx --tsconfig examples/tsconfig.json examples/rl-ts/curves.ts RETURNS.csv OUT.svg
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const STEPS_PER_EPOCH = 1024;
/** Okabe and Ito's blue and vermillion, which colour-blind readers can tell apart. */
const COLORS = ['#0072B2', '#D55E00'];

type Point = [step: number, meanReturn: number];

const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined)
  throw new Error('Usage: curves.ts RETURNS.csv OUT.svg');
/** The curves of each arm's seeds. */
const arms = new Map<string, Map<string, Point[]>>();
for (const line of readFileSync(input, 'utf8').trimEnd().split('\n').slice(1)) {
  const [arm, seed, epoch, value] = line.split(',') as [string, string, string, string];
  const seeds = arms.get(arm) ?? new Map<string, Point[]>();
  arms.set(arm, seeds);
  seeds.set(seed, [...(seeds.get(seed) ?? []), [Number(epoch) * STEPS_PER_EPOCH, Number(value)]]);
}
writeFileSync(output, draw());

/** The mean over seeds, as far as all of them go. */
function meanCurve(curves: readonly Point[][]): Point[] {
  const length = Math.min(...curves.map((curve) => curve.length));
  return curves[0]!.slice(0, length).map(([step], i): Point => {
    return [step, curves.reduce((sum, curve) => sum + curve[i]![1], 0) / curves.length];
  });
}

function draw(): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 450 });
  try {
    const series = [...arms].flatMap(([arm, seeds], index) => {
      const color = COLORS[index % COLORS.length]!;
      const line = { type: 'line' as const, showSymbol: false, itemStyle: { color } };
      const thin = { color, width: 1, opacity: 0.35 };
      return [
        ...[...seeds.values()].map((data) => ({ ...line, data, lineStyle: thin })),
        {
          ...line,
          name: arm,
          data: meanCurve([...seeds.values()]),
          lineStyle: { color, width: 3 },
        },
      ];
    });
    chart.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      title: { text: 'PPO of rl-ts on a noisy cart-pole: each seed, and the mean', left: 'center' },
      legend: { bottom: 0, data: [...arms.keys()] },
      grid: { left: 60, right: 20, top: 50, bottom: 70 },
      xAxis: { type: 'value', name: 'agent steps', nameLocation: 'middle', nameGap: 28 },
      yAxis: { type: 'value', name: 'return', min: 0 },
      series,
    });
    return chart.renderToSVGString().replace(/ ecmeta_\w+="[^"]*"/g, '');
  } finally {
    chart.dispose();
  }
}
