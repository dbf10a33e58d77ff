import { shortCount } from '../charts/index.js';
import { RETURN_WINDOW, RecentMean } from './recentMean.js';

/** What a learning curve is drawn from. */
export interface LearningCurve {
  /** Heading, e.g. level and seed. */
  readonly title: string;
  /** Finished episodes in the order of `episodes.csv`. */
  readonly episodes: readonly { readonly frames: number; readonly return: number }[];
  /** Mean return of a policy that acts at random; left out, no reference is drawn. */
  readonly randomReturn?: number | null | undefined;
  /** Episodes in the running mean. */
  readonly window?: number;
  /** Pixels. */
  readonly width?: number;
  /** Pixels. */
  readonly height?: number;
}

/** A point of the picture: simulator ticks, return. */
type Point = [frames: number, value: number];

const MAX_DOTS = 1500;
const MAX_LINE_POINTS = 600;
/** The mean of fewer is mostly chance and is not drawn. */
const LEAST_EPISODES = 10;
const FONT = 'Helvetica, Arial, sans-serif';
/** Colours that stay apart for colour-blind readers: Okabe and Ito 2008, "Color Universal Design". */
const COLORS = { episodes: '#56B4E9', mean: '#0072B2', random: '#D55E00', text: '#222222' };

/**
 * A learning curve as an SVG picture on white: the unclipped return of single episodes as faint
 * dots, their running mean as a line, and a random policy's mean as a dashed line.
 *
 * Long runs are thinned evenly, so that the picture stays small; the mean is taken before that.
 */
export async function renderLearningCurve(curve: LearningCurve): Promise<string> {
  const echarts = await loadEcharts();
  const { width = 800, height = 450 } = curve;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(chartOption(curve));
    // Marks for scripts in a browser, a third of the file; a picture needs none.
    return chart.renderToSVGString().replace(/ ecmeta_\w+="[^"]*"/g, '');
  } finally {
    chart.dispose();
  }
}

/** The mean return of the last `window` episodes at the end of each episode. */
export function runningMean(curve: Pick<LearningCurve, 'episodes' | 'window'>): Point[] {
  const recent = new RecentMean(curve.window ?? RETURN_WINDOW);
  return curve.episodes.map(({ frames, return: value }) => {
    recent.push(value);
    return [frames, recent.mean ?? value];
  });
}

/** Half a second of loading that only those pay who draw. */
async function loadEcharts() {
  const [{ init, use }, charts, components, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([charts.ScatterChart, charts.LineChart, SVGRenderer]);
  use([components.GridComponent, components.LegendComponent, components.TitleComponent]);
  return { init };
}

function chartOption(curve: LearningCurve) {
  const lastFrames = curve.episodes.at(-1)?.frames ?? 1;
  const series = seriesOf(curve, lastFrames);
  return {
    animation: false,
    backgroundColor: '#ffffff', // so that it reads on a dark page too
    textStyle: { fontFamily: FONT },
    title: {
      text: curve.episodes.length > 0 ? curve.title : `${curve.title} (no episode ended yet)`,
      left: 'center',
      top: 12,
      textStyle: { fontSize: 18, color: COLORS.text },
    },
    legend: {
      top: 44,
      itemGap: 44, // room for readers whose font is wider than the one measured
      itemWidth: 28,
      textStyle: { fontSize: 14, color: COLORS.text },
      data: series.map(({ name, icon }) => ({ name, icon })),
    },
    grid: { left: 68, right: 36, top: 88, bottom: 64 },
    ...axes(lastFrames),
    series,
  };
}

function axes(lastFrames: number) {
  const shared = {
    type: 'value',
    nameLocation: 'middle',
    nameTextStyle: { fontSize: 15, color: COLORS.text },
    axisLine: { show: true, onZero: false, lineStyle: { color: '#666666' } },
  };
  const axisLabel = { fontSize: 13, color: COLORS.text, hideOverlap: true };
  return {
    xAxis: {
      ...shared,
      name: 'frames (simulator ticks)',
      nameGap: 34,
      axisLabel: { ...axisLabel, formatter: shortCount },
      splitLine: { show: false },
      min: 0,
      max: lastFrames,
    },
    yAxis: {
      ...shared,
      name: 'episode return (unclipped)',
      nameGap: 44,
      axisLabel,
      splitLine: { lineStyle: { color: '#e5e5e5' } },
      boundaryGap: ['4%', '4%'],
    },
  };
}

function seriesOf({ episodes, randomReturn, window = RETURN_WINDOW }: LearningCurve, end: number) {
  const dots = {
    name: 'single episodes',
    type: 'scatter',
    icon: 'circle',
    symbolSize: 5,
    itemStyle: { color: COLORS.episodes, opacity: 0.5 },
    data: thin(
      episodes.map(({ frames, return: value }) => [frames, value]),
      MAX_DOTS,
    ),
  };
  const mean = lineSeries({
    name: `mean of the last ${window} episodes`,
    color: COLORS.mean,
    data: thin(runningMean({ episodes, window }).slice(LEAST_EPISODES - 1), MAX_LINE_POINTS),
  });
  if (randomReturn === null || randomReturn === undefined) return [dots, mean];
  const random = lineSeries({
    name: `random policy: ${randomReturn.toFixed(2)}`,
    color: COLORS.random,
    isDashed: true,
    data: [
      [0, randomReturn],
      [end, randomReturn],
    ],
  });
  return [dots, mean, random];
}

/** One line of the picture; `icon` is the dash or dashes that stand for it in the legend. */
function lineSeries(line: { name: string; color: string; data: Point[]; isDashed?: boolean }) {
  const { name, color, data, isDashed = false } = line;
  return {
    name,
    type: 'line',
    icon: isDashed ? 'path://M0,0h11v3h-11z M17,0h11v3h-11z' : 'path://M0,0h28v4h-28z',
    symbol: 'none',
    lineStyle: { width: isDashed ? 2 : 3, type: isDashed ? 'dashed' : 'solid', color },
    itemStyle: { color },
    data,
  };
}

/** At most about `limit` of the points, evenly spaced, the last one kept. */
function thin(points: readonly Point[], limit: number): Point[] {
  const stride = Math.max(1, Math.ceil(points.length / limit));
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1);
}
