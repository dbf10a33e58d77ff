import { expect, test } from 'vitest';
import { renderLearningCurve, runningMean } from '../../src/metrics/index.js';
import { runPython } from './python.js';

/** Returns go 0, 1, 2, 3, 4, 0, …; one episode every 1200 frames. */
const episodes = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ frames: (i + 1) * 1200, return: i % 5 }));

/** Centres of the dots, in pixels. */
const dotsOf = (svg: string) =>
  [
    ...svg.matchAll(/transform="matrix\(2\.5,0,0,2\.5,([\d.]+),([\d.]+)\)"[^>]*fill="#56B4E9"/g),
  ].map(([, x, y]) => [Number(x), Number(y)] as const);
/** Corners of the lines of one colour, in pixels. */
const linesOf = (svg: string, color: string) =>
  [
    ...svg.matchAll(new RegExp(`<path d="(M[^"]+)" fill="none"[^>]*stroke="${color}"[^>]*>`, 'g')),
  ].map(([element, d]) => ({
    isDashed: element.includes('stroke-dasharray'),
    points: [...d!.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
  }));

test('the running mean by hand', () => {
  const rows = [4, 0, 2, 7].map((value, i) => ({ frames: i, return: value }));
  expect(runningMean({ episodes: rows, window: 2 })).toEqual([
    [0, 4],
    [1, 2],
    [2, 1],
    [3, 4.5],
  ]);
});

test('an XML parser finds title, axis names with units, legend and a white ground', async () => {
  const title = 'A2C & CPC <seed 7>';
  const svg = await renderLearningCurve({ title, episodes: episodes(30), randomReturn: 0.314 });
  const printed = runPython(
    `import json, sys, xml.etree.ElementTree as ET
root = ET.fromstring(sys.argv[1])
ns = "{http://www.w3.org/2000/svg}"
rect = root.find(ns + "rect")
print(json.dumps([root.attrib["width"], rect.attrib["width"], rect.attrib["fill"], [t.text for t in root.iter(ns + "text")]]))`,
    svg,
  );
  const [width, groundWidth, ground, texts] = JSON.parse(printed) as [
    string,
    string,
    string,
    string[],
  ];
  expect([width, groundWidth, ground]).toEqual(['800', '800', '#ffffff']);
  expect(texts).toEqual(
    expect.arrayContaining([
      title,
      'frames (simulator ticks)',
      'episode return (unclipped)',
      'single episodes',
      'mean of the last 100 episodes',
      'random policy: 0.31',
      '30k',
    ]),
  );
});

test('dots, mean and random policy lie where their numbers say', async () => {
  const svg = await renderLearningCurve({
    title: 't',
    episodes: episodes(30),
    randomReturn: 3,
    window: 5,
  });
  const dots = dotsOf(svg);
  expect(dots).toHaveLength(30);
  const y = (value: number) => dots[value]![1]; // episode i has return i for i < 5
  expect(y(4)).toBeLessThan(y(0));

  const [random] = linesOf(svg, '#D55E00');
  expect(random!.isDashed).toBe(true);
  random!.points.forEach((point) => {
    expect(Math.abs(point[1]! - y(3))).toBeLessThan(1); // a level line is moved to whole pixels
  });
  // Any 5 episodes in a row hold 0 to 4 once each: their mean is 2. Drawn from episode 10 on.
  const [mean] = linesOf(svg, '#0072B2');
  expect(mean!.isDashed).toBe(false);
  expect(mean!.points.length).toBeGreaterThan(1);
  mean!.points.forEach((point) => {
    expect(Math.abs(point[1]! - y(2))).toBeLessThan(1);
  });
  expect(mean!.points[0]![0]).toBeCloseTo(dots[9]![0], 0);
});

test('a long run stays a small picture and keeps its last episode', async () => {
  const rows = episodes(50_000);
  const svg = await renderLearningCurve({ title: 't', episodes: rows });
  expect(dotsOf(svg).length).toBeLessThanOrEqual(1501);
  expect(dotsOf(svg).at(-1)![0]).toBeCloseTo(800 - 36, 2); // the right edge: grid.right is 36
  expect(svg.length).toBeLessThan(400_000);
  expect(linesOf(svg, '#D55E00')).toEqual([]);
});

test('before the first episode there is a picture that says so', async () => {
  const svg = await renderLearningCurve({ title: 'Run', episodes: [], randomReturn: null });
  expect(svg).toContain('Run (no episode ended yet)');
});
