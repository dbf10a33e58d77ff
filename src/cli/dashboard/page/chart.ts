import { HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { armStyle, formatSeconds, shortCount } from '../../../charts/index.js';
import type { TimeAxis } from './smoothing.js';

use([LineChart, HeatmapChart, CanvasRenderer]);
use([AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent]);
allowEmptyMarkup();

/** A chart in an element of the page; it keeps the element's size. */
export interface PageChart {
  /**
   * Draws it; the element must be shown by then.
   *
   * @param label - What a screen reader says instead.
   */
  draw(option: EChartsCoreOption, label: string): void;
  /** Removes it, with its observers. */
  dispose(): void;
}

const darkness = matchMedia('(prefers-color-scheme: dark)');
const TICK_DIGITS = 10;
const FONT = 'system-ui, sans-serif';

export function createChart(element: HTMLElement): PageChart {
  let chart: EChartsType | undefined;
  element.setAttribute('role', 'img');
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0) chart?.resize();
  });
  return {
    draw: (option, label) => {
      if (chart === undefined) observer.observe(element);
      chart ??= init(element, null, { renderer: 'canvas' });
      chart.setOption({ ...base(), ...option }, { notMerge: true, lazyUpdate: true });
      element.setAttribute('aria-label', label);
    },
    dispose: () => {
      observer.disconnect();
      chart?.dispose();
    },
  };
}

/** Calls back when the page turns light or dark: charts are drawn in colours, not in variables. */
export function onThemeChange(redraw: () => void): void {
  darkness.addEventListener('change', redraw);
}

/** Colour and dashes of one of several lines. */
export function lineLook(index: number): { readonly color: string; readonly dash: number[] } {
  const { color, darkColor, dash } = armStyle(index);
  return { color: darkness.matches ? darkColor : color, dash: [...dash] };
}

/** An ink of the page's theme. */
export function ink(name: 'text' | 'quiet' | 'axis' | 'grid' | 'ground'): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--ink-${name}`).trim();
}

/** The axis of time. */
export function timeAxis(axis: TimeAxis, isSmall = false) {
  return {
    type: 'value',
    min: 0,
    max: 'dataMax',
    axisLine: { lineStyle: { color: ink('axis') } },
    axisTick: { show: !isSmall },
    splitLine: { show: false },
    splitNumber: isSmall ? 2 : 5,
    axisLabel: {
      color: ink('quiet'),
      hideOverlap: true,
      showMinLabel: true,
      showMaxLabel: false,
      formatter: axis === 'frames' ? shortCount : formatSeconds,
    },
  };
}

export function valueAxis(isSmall = false) {
  return {
    type: 'value',
    scale: true,
    splitNumber: isSmall ? 2 : 5,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: ink('grid') } },
    axisLabel: { color: ink('quiet'), formatter: tickLabel, showMaxLabel: true },
  };
}

/** Drawn on the canvas, like everything: no name from a file becomes markup. */
export function tooltip(trigger: 'axis' | 'item') {
  return {
    trigger,
    renderMode: 'richText',
    confine: true,
    backgroundColor: ink('ground'),
    borderColor: ink('axis'),
    textStyle: { color: ink('text'), fontFamily: FONT, fontSize: 12 },
    axisPointer: { lineStyle: { color: ink('axis') }, label: { show: false } },
  };
}

/** Four digits, with k and M for large numbers. */
export function shortValue(value: number): string {
  if (Math.abs(value) >= 1000) return value < 0 ? `−${shortCount(-value)}` : shortCount(value);
  return String(Number(value.toPrecision(4))).replace('-', '−');
}

/** Ticks stand at short numbers, but for what adding their steps up left in the last digits. */
function tickLabel(value: number): string {
  const tick = Number(value.toPrecision(TICK_DIGITS));
  return Math.abs(tick) >= 1000 ? shortValue(tick) : String(tick).replace('-', '−');
}

function base(): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: {
      left: 12,
      right: 16,
      top: 14,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
  };
}

/**
 * The page's policy lets no text become markup, and echarts empties its element by `innerHTML = ''`:
 * nothing but that is let through.
 */
function allowEmptyMarkup(): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes }; // not in the DOM's types
  trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text === '') return text;
      throw new TypeError('This page writes no markup.');
    },
  });
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}
