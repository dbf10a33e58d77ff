/**
 * `npm run bench:cost`: what an update costs against B, T, K and the torso, in time and memory. Writes
 * docs/performance.csv and the plot docs/images/cost.svg. Every case runs in a process of its own, whose peak
 * memory it reports; medians of three updates, after two that are not timed. With `-- --plot` it draws what the
 * file holds and measures only what is missing there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as echarts from 'echarts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const table = join(root, 'docs/performance.csv');
const PAPER = { torso: 'shallow', cpc: 'batch', batch: 8, unroll: 100, steps: 30 };

/** Each series varies one number; the rest are the paper's. A single sequence has no `batch` negatives. */
const SERIES = [
  { name: 'CPC off', varied: 'batch', values: [1, 2, 4, 8, 16, 32, 64], fixed: { cpc: 'off' } },
  { name: 'CPC batch', varied: 'batch', values: [2, 4, 8, 16, 32, 64], fixed: {} },
  {
    name: 'deep, CPC off',
    varied: 'batch',
    values: [1, 2, 4, 8, 16],
    fixed: { torso: 'deep', cpc: 'off' },
  },
  { name: 'deep, CPC batch', varied: 'batch', values: [8], fixed: { torso: 'deep' } },
  { name: 'CPC off', varied: 'unroll', values: [20, 50, 100, 200], fixed: { cpc: 'off' } },
  { name: 'CPC batch', varied: 'unroll', values: [20, 50, 100, 200], fixed: { steps: 19 } },
  { name: 'CPC batch', varied: 'steps', values: [1, 5, 15, 30], fixed: {} },
  { name: 'CPC all', varied: 'steps', values: [1, 5, 15, 30], fixed: { cpc: 'all' } },
];
const AXES = [
  ['batch', 'B, environments'],
  ['unroll', 'T, steps of an unroll (K = 19)'],
  ['steps', 'K, steps predicted ahead'],
];
/** Okabe and Ito's, which stay apart for colour-blind readers. */
const COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9'];
const COLUMNS = ['torso', 'cpc', 'batch', 'unroll', 'steps', 'msPerUpdate'];
COLUMNS.push('framesPerSecond', 'startSeconds', 'peakMegabytes');

/** @type {Map<string, Record<string, string | number>>} */
const measured = new Map(process.argv.includes('--plot') ? readMeasured() : []);
const lines = SERIES.map(({ name, varied, values, fixed }) => ({
  name,
  varied,
  points: values.map((value) => measure({ ...PAPER, ...fixed, [varied]: value })),
}));
const rows = [...measured.values()].map((row) => COLUMNS.map((column) => row[column]).join());
writeFileSync(table, `${[COLUMNS.join(), ...rows].join('\n')}\n`);
writeFileSync(join(root, 'docs/images/cost.svg'), plot());

/** What the table holds, by case. */
function readMeasured() {
  const [, ...rows] = readFileSync(table, 'utf8').trim().split('\n');
  return rows.map((line) => {
    const values = line.split(',').map((text) => (/^[\d.]+$/.test(text) ? Number(text) : text));
    const row = Object.fromEntries(COLUMNS.map((column, i) => [column, values[i]]));
    return /** @type {const} */ ([keyOf(row), row]);
  });
}

/** @param {Record<string, string | number>} wanted */
function keyOf({ torso, cpc, batch, unroll, steps }) {
  return [torso, cpc, batch, unroll, steps].join();
}

/** @param {Record<string, string | number>} wanted */
function measure(wanted) {
  const key = keyOf(wanted);
  const known = measured.get(key);
  if (known) return known;
  const flags = Object.entries(wanted).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const program = [join(root, 'bin/cpc-rl.js'), 'bench', 'learner', '--json', '--repetitions', '3'];
  const stdio = /** @type {const} */ (['ignore', 'pipe', 'ignore']);
  const output = execFileSync(process.execPath, [...program, ...flags], {
    stdio,
    encoding: 'utf8',
  });
  const result = JSON.parse(output.trim().split('\n').at(-1)).results[0];
  process.stdout.write(`${COLUMNS.map((column) => `${column} ${result[column]}`).join('  ')}\n`);
  measured.set(key, result);
  return result;
}

/** Three panels side by side, both axes logarithmic: a straight line of slope 1 is linear growth. */
function plot() {
  const [width, height, panel] = [1080, 380, 360];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  const axis = { type: 'log', nameLocation: 'middle', nameGap: 26 };
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    color: COLORS,
    grid: AXES.map((_, i) => ({ left: 70 + i * panel, width: panel - 100, top: 70, bottom: 50 })),
    legend: { top: 8 },
    xAxis: AXES.map(([, name], i) => ({ ...axis, gridIndex: i, name })),
    yAxis: AXES.map((_, i) => ({ ...axis, gridIndex: i, name: 'ms per update', nameGap: 44 })),
    series: lines.map(({ name, varied, points }) => {
      const index = AXES.findIndex(([key]) => key === varied);
      return {
        ...{ type: 'line', name, xAxisIndex: index, yAxisIndex: index, symbolSize: 6 },
        data: points.map((point) => [point[varied], point.msPerUpdate]),
      };
    }),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
