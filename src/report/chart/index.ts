/** Charts: what they hold, and how echarts draws them. */
export type { Axis, Chart } from './chart.js';
export { curveChart, type CurveLine, type CurvePoint, type ReferenceLine } from './curveChart.js';
export { dotChart, type DotGroup } from './dotChart.js';
export { heatMap } from './heatMap.js';
export { intervalChart, type IntervalPanel, type IntervalRow } from './intervalChart.js';
export { ChartRenderer, type PagePicture } from './render.js';
