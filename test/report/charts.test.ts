import { beforeAll, expect, test } from 'vitest';
import { armStyle, SEQUENTIAL_COLORS } from '../../src/charts/index.js';
import {
  ChartRenderer,
  curveChart,
  heatMap,
  intervalChart,
  type CurveLine,
} from '../../src/report/chart/index.js';
import { runPython } from '../metrics/python.js';

let renderer: ChartRenderer;
beforeAll(async () => {
  renderer = await ChartRenderer.load();
});

const axes = {
  x: { name: 'x', kind: 'value', min: 0, max: 100 },
  y: { name: 'y', kind: 'value', min: 0, max: 10 },
} as const;
const arm = (index: number, more: Partial<CurveLine> = {}): CurveLine => ({
  name: `arm ${index}`,
  style: armStyle(index),
  className: `arm-${index}`,
  points: [
    { x: 0, y: 0, low: 0, high: 2 },
    { x: 50, y: 5, low: 4, high: 6 },
    { x: 100, y: 10, low: 8, high: 10 },
  ],
  ...more,
});
const numbers = (text: string): number[] => text.split(/[ ,]+/).map(Number);
/** Corners of the lines or areas with a class, `[x, y, x, y, …]`. */
const shapes = (svg: string, kind: 'polyline' | 'polygon', className: string): number[][] =>
  [...svg.matchAll(new RegExp(`<${kind} [^>]*>`, 'g'))]
    .map(([element]) => element)
    .filter((element) => element.includes(`class="${className}"`))
    .map((element) => numbers(/ points="([^"]+)"/.exec(element)![1]!));

test('lines and bands lie where their numbers say', () => {
  const chart = curveChart({ lines: [arm(0)], ...axes });
  const { svg, plot } = renderer.pagePicture(chart, 'figure');
  expect([plot.from, plot.to]).toEqual([0, 100]);
  const xAt = (share: number): number => plot.left + share * (plot.right - plot.left);
  const yAt = (share: number): number => plot.bottom - share * (plot.bottom - plot.top);
  const close = (found: readonly number[], expected: readonly number[]): void => {
    expect(found).toHaveLength(expected.length);
    found.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(0.06); // written in tenths
    });
  };
  const [line] = shapes(svg, 'polyline', 'arm-0');
  close(line!, [xAt(0), yAt(0), xAt(0.5), yAt(0.5), xAt(1), yAt(1)]);
  const [band] = shapes(svg, 'polygon', 'arm-0');
  close(band!, [
    ...[xAt(0), yAt(0.2), xAt(0.5), yAt(0.6), xAt(1), yAt(1)],
    ...[xAt(1), yAt(0.8), xAt(0.5), yAt(0.4), xAt(0), yAt(0)],
  ]);
});

test('a line is broken where it has no value', () => {
  const points = [0, 10, 20, 30, 40].map((x) => ({ x, y: x === 20 ? null : 1 }));
  const { svg } = renderer.pagePicture(curveChart({ lines: [arm(0, { points })], ...axes }), 'f');
  expect(shapes(svg, 'polyline', 'arm-0').map(({ length }) => length)).toEqual([4, 4]);
});

test('single seeds are on the page alone; a picture by itself is white and has its own colours', () => {
  const singles = [
    [
      [0, 1],
      [100, 2],
    ] as const,
  ];
  const chart = curveChart({ lines: [arm(0, { singles }), arm(1)], ...axes });
  const page = renderer.pagePicture(chart, 'f').svg;
  expect(shapes(page, 'polyline', 'single arm-0')).toHaveLength(1);
  expect(page).toContain('stroke="var(--arm-0)"');
  expect(page).not.toMatch(/ecmeta|#0072b2/i);
  const alone = renderer.standaloneSvg(chart);
  expect(alone.match(/<polyline /g)).toHaveLength(2);
  expect(alone).toMatch(/stroke="#0072b2"/i);
  expect(alone).not.toMatch(/var\(|class="|ecmeta/);
  expect(alone).toContain('background:#ffffff');
});

test('an XML parser reads a picture with hostile names', () => {
  const name = `<script>alert(1)</script>"&'`;
  const chart = curveChart({
    lines: [arm(0, { name }), arm(1, { name })],
    references: [{ name, y: 1, isAlwaysShown: true }],
    x: { ...axes.x, name },
    y: axes.y,
  });
  for (const svg of [renderer.standaloneSvg(chart), renderer.pagePicture(chart, 'f').svg]) {
    const texts = runPython(
      `import json, sys, xml.etree.ElementTree as ET
root = ET.fromstring(sys.argv[1])
print(json.dumps([t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]))`,
      svg,
    );
    const found = (JSON.parse(texts) as string[]).filter((text) => text === name);
    expect(found).toHaveLength(4); // both arms in the legend, the axis, the reference
  }
});

test('intervals lie where their numbers say, the first row on top', () => {
  const rows = [0, 1].map((i) => ({ name: `arm ${i}`, style: armStyle(i), className: `arm-${i}` }));
  const chart = intervalChart({
    rows,
    panels: [
      {
        x: { name: 'score', kind: 'value', min: 0, max: 10 },
        estimates: [{ value: 5, low: 2, high: 8, dots: [1, 9] }, null],
      },
    ],
  });
  const { svg, plot } = renderer.pagePicture(chart, 'f');
  const xAt = (value: number): number => plot.left + (value / 10) * (plot.right - plot.left);
  const [line] = shapes(svg, 'polyline', 'arm-0');
  expect(line![0]).toBeCloseTo(xAt(2), 0);
  expect(line![2]).toBeCloseTo(xAt(8), 0);
  expect(line![1]).toBeLessThan((plot.top + plot.bottom) / 2);
  const dots = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  expect(dots.map(Math.round)).toEqual([1, 9, 5].map((value) => Math.round(xAt(value))));
  expect(shapes(svg, 'polyline', 'arm-1')).toEqual([]);
});

test('a map has the colours of its values; neighbours of one colour are one rectangle', () => {
  const chart = heatMap({
    xBorders: [0, 10, 20, 40],
    rowNames: ['1', '2'],
    values: [
      [0, 0, 1],
      [null, 0.5, 1],
    ],
    range: [0, 1],
    x: { name: 'frames', kind: 'value' },
    y: { name: 'k', kind: 'category' },
    colorName: 'accuracy',
    format: String,
  });
  const { svg, plot } = renderer.pagePicture(chart, 'f');
  const cells = [
    ...svg.matchAll(/<path d="M([\d.]+) ([\d.]+)l([\d.]+) [^>]*class="cells"[^>]*>/g),
  ].map(([element, x, y, width]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    fill: /fill="([^"]+)"/.exec(element)![1]!.toLowerCase(),
  }));
  const pixels = (plot.right - plot.left) / 40; // for one frame
  const [first, last] = [SEQUENTIAL_COLORS[0]!, SEQUENTIAL_COLORS.at(-1)!];
  expect(cells.map(({ fill }) => fill)).toEqual([first, last, expect.any(String), last]);
  expect(cells.map(({ width }) => Math.round(width / pixels))).toEqual([20, 20, 10, 20]);
  expect(cells[2]!.fill).toMatch(/^#2[0-6][89][0-9a-f]8[9a-e]$/); // half way: between #26828e and #1f9e89
  expect(cells[2]!.y).toBeLessThan(cells[0]!.y); // step 2 above step 1
});

test('equal charts give equal pictures', () => {
  const chart = curveChart({ lines: [arm(0), arm(1)], ...axes });
  expect(renderer.pagePicture(chart, 'f')).toEqual(renderer.pagePicture(chart, 'f'));
});
