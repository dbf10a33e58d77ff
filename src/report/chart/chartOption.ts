import type { EChartsOption } from 'echarts';
import { INK } from '../../charts/index.js';
import type { Axis, Chart, LegendEntry, Panel } from './chart.js';
import { CORNERS, toOption } from './series.js';

const FONT = 'Helvetica, Arial, sans-serif';
const FONT_PIXELS = 13;
const LEFT_PIXELS = 66;
const RIGHT_PIXELS = 22;
const BOTTOM_PIXELS = 48;
const LEGEND_PIXELS = 30;
const PANEL_TITLE_PIXELS = 22;
const PANEL_GAP_PIXELS = 34;
/** Panels side by side have room for few numbers. */
const PANEL_TICKS = 3;
const NAME_GAP_PIXELS = 30;
const LEGEND_ICON_PIXELS = 34;

/** The chart as echarts' option. */
export function chartOption(
  chart: Chart,
  { isOnDemandShown }: { readonly isOnDemandShown: boolean },
): EChartsOption {
  const series = chart.series.filter(({ onDemand }) => isOnDemandShown || onDemand !== true);
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    legend: legendOption(chart.legend),
    title: chart.panels.map((panel, i) => titleOption(chart, panel, i)),
    // Room for labels is in the box already.
    grid: chart.panels.map((_, i) => ({ ...panelBox(chart, i), outerBoundsMode: 'none' as const })),
    // Checked by echarts alone: its types keep kinds of axes and of graphics apart.
    xAxis: chart.panels.map(({ x }, i) => xAxisOption(x, i, chart)) as never,
    yAxis: chart.panels.map(({ y }, i) => yAxisOption(y, i, chart)) as never,
    graphic: (chart.beside ?? []) as never,
    series: [...series.map(toOption), ...legendSeries(chart.legend)],
  };
}

/** Where panel `index` lies, pixels from the edges of the picture. */
export function panelBox(chart: Chart, index: number) {
  const left = chart.left ?? LEFT_PIXELS;
  const right = chart.right ?? RIGHT_PIXELS;
  const count = chart.panels.length;
  const width = (chart.width - left - right - (count - 1) * PANEL_GAP_PIXELS) / count;
  const hasTitle = chart.panels.some(({ title }) => title !== undefined);
  const top =
    12 + (chart.legend.length > 0 ? LEGEND_PIXELS : 0) + (hasTitle ? PANEL_TITLE_PIXELS : 0);
  return {
    left: left + index * (width + PANEL_GAP_PIXELS),
    top,
    width,
    height: chart.height - top - BOTTOM_PIXELS,
  };
}

function titleOption(chart: Chart, { title = '' }: Panel, index: number) {
  const { left, top, width } = panelBox(chart, index);
  return {
    text: title,
    left: left + width / 2,
    top: top - PANEL_TITLE_PIXELS - 4,
    textAlign: 'center' as const,
    textStyle: { fontSize: FONT_PIXELS, fontWeight: 'bold' as const, color: INK.text },
  };
}

function axisOption({ name, kind, categories, min, max, margin, format }: Axis) {
  return {
    type: kind,
    name,
    nameLocation: 'middle' as const,
    nameGap: NAME_GAP_PIXELS,
    nameTextStyle: { fontSize: FONT_PIXELS, color: INK.text },
    ...(categories ? { data: [...categories] } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    scale: true,
    ...(margin === undefined ? {} : { boundaryGap: [margin, margin] }),
    axisLine: { show: true, onZero: false, lineStyle: { color: INK.axis } },
    axisTick: { show: kind !== 'category', lineStyle: { color: INK.axis } },
    axisLabel: {
      fontSize: FONT_PIXELS - 1,
      color: INK.quiet,
      hideOverlap: true,
      ...(format ? { formatter: format } : {}),
    },
    splitLine: { show: kind !== 'category', lineStyle: { color: INK.grid } },
  };
}

/** Vertical lines say little in a learning curve and are left out. */
function xAxisOption(axis: Axis, index: number, { panels }: Chart) {
  const splitNumber = panels.length > 1 ? PANEL_TICKS : undefined;
  const option = { gridIndex: index, ...axisOption(axis), splitNumber };
  return axis.kind === 'log' ? option : { ...option, splitLine: { show: false } };
}

/** Panels side by side have the same rows, named once. */
function yAxisOption(axis: Axis, index: number, { left = LEFT_PIXELS }: Chart) {
  const option = { gridIndex: index, ...axisOption(axis), nameGap: left - PANEL_TITLE_PIXELS };
  return index > 0 && axis.kind === 'category' ? { ...option, axisLabel: { show: false } } : option;
}

function legendOption(entries: readonly LegendEntry[]) {
  return {
    show: entries.length > 0,
    top: 6,
    left: 'center' as const,
    itemGap: 22,
    itemWidth: LEGEND_ICON_PIXELS,
    itemHeight: 12,
    selectedMode: false as const,
    textStyle: { fontSize: FONT_PIXELS, color: INK.text },
    data: entries.map((entry, i) => ({ name: legendName(entry, i), icon: legendIcon(entry) })),
    formatter: (name: string) => name.slice(name.indexOf(' ') + 1),
  };
}

/** echarts' legends list series, so each entry is one, without points. */
function legendSeries(entries: readonly LegendEntry[]) {
  return entries.map((entry, i) => ({
    name: legendName(entry, i),
    type: 'custom' as const,
    data: [],
    itemStyle: { color: entry.color },
    renderItem: () => null,
  }));
}

/** Two entries may have one name; echarts would draw only the first. */
function legendName({ name }: LegendEntry, index: number): string {
  return `${index} ${name}`;
}

/** Dashes and the marker in the middle, as one path on a field of 34 by 12 pixels. */
function legendIcon({ dash = [], marker }: LegendEntry): string {
  const middle = LEGEND_ICON_PIXELS / 2;
  const dashes = dashPieces(dash).map(([from, to]) => `M${from},-1.25H${to}V1.25H${from}Z`);
  const ends = `M0,-6h0.01v12h-0.01ZM${LEGEND_ICON_PIXELS},-6h0.01v12h-0.01Z`; // fix the path's size
  return `path://${ends}${dashes.join('')}${marker ? markerPath(marker, middle) : ''}`;
}

function markerPath(marker: NonNullable<LegendEntry['marker']>, x: number): string {
  const half = 4;
  if (marker === 'circle') return `M${x - half},0a4,4,0,1,1,8,0a4,4,0,1,1,-8,0Z`;
  const corners = CORNERS[marker].map(([dx, dy]) => `${x + dx * half},${dy * half}`);
  return `M${corners.join('L')}Z`;
}

function dashPieces(dash: readonly number[]): [from: number, to: number][] {
  if (dash.length === 0) return [[0, LEGEND_ICON_PIXELS]];
  const pieces: [number, number][] = [];
  for (let at = 0, i = 0; at < LEGEND_ICON_PIXELS; i += 2) {
    const end = Math.min(LEGEND_ICON_PIXELS, at + dash[i % dash.length]!);
    pieces.push([at, end]);
    at = end + dash[(i + 1) % dash.length]!;
  }
  return pieces;
}
