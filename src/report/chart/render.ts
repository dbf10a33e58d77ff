import type { ECharts } from 'echarts/core';
import { followTheme, INK } from '../../charts/index.js';
import type { PlotArea } from '../../charts/index.js';
import type { Chart } from './chart.js';
import { chartOption, panelBox } from './chartOption.js';

/** A chart as a picture for the page. */
export interface PagePicture {
  /** An `<svg>` element; its elements have the classes of their series and follow the page's theme. */
  readonly svg: string;
  /** Where the first panel lies and what it spans sideways, to read values off with a pointer. */
  readonly plot: PlotArea;
}

type Echarts = Awaited<ReturnType<typeof loadEcharts>>;

/** Draws charts as SVG. */
export class ChartRenderer {
  readonly #echarts: Echarts;

  private constructor(echarts: Echarts) {
    this.#echarts = echarts;
  }

  /** Loads echarts, which takes half a second. */
  static async load(): Promise<ChartRenderer> {
    return new ChartRenderer(await loadEcharts());
  }

  /** A picture that stands alone, on white, without what is shown on demand. */
  standaloneSvg(chart: Chart): string {
    return this.#draw(chart, { isOnDemandShown: false }, (drawn) =>
      tidySvg(drawn.renderToSVGString(), { id: 'chart', classOf: () => '' }),
    );
  }

  /** A picture for the page. @param id - Begins the ids within it. */
  pagePicture(chart: Chart, id: string): PagePicture {
    return this.#draw(chart, { isOnDemandShown: true }, (drawn) => {
      const classOf = (index: number): string => chart.series[index]?.className ?? '';
      const svg = tidySvg(drawn.renderToSVGString(), { id, classOf });
      return { svg: followTheme(svg), plot: plotArea(chart, drawn) };
    });
  }

  #draw<Result>(
    chart: Chart,
    options: { readonly isOnDemandShown: boolean },
    read: (drawn: ECharts) => Result,
  ): Result {
    const { width, height } = chart;
    const drawn = this.#echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      drawn.setOption(chartOption(chart, options));
      return read(drawn);
    } finally {
      drawn.dispose();
    }
  }
}

async function loadEcharts() {
  const [{ init, use }, charts, components, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([charts.CustomChart, SVGRenderer, components.GridComponent]);
  use([components.LegendComponent, components.TitleComponent, components.GraphicComponent]);
  return { init };
}

function plotArea(chart: Chart, drawn: ECharts): PlotArea {
  const { left, top, width, height } = panelBox(chart, 0);
  const valueAt = (pixel: number): number => drawn.convertFromPixel({ xAxisIndex: 0 }, pixel);
  const right = left + width;
  return { left, right, top, bottom: top + height, from: valueAt(left), to: valueAt(right) };
}

/** What echarts writes for scripts and for the mouse; nobody sees it. */
const INVISIBLE = [
  / class="zr\d+-cls-\d+"/g,
  /<style\s*>.*?<\/style>/gs,
  /<path [^>]*fill-opacity="0"[^>]*stroke-width="0"[^>]*><\/path>/g,
  /<path (?:(?!stroke=)[^>])*fill="none" pointer-events="visible"(?:(?!stroke=)[^>])*><\/path>/g,
  / pointer-events="visible"/g,
];

/** Series become classes, ids unique within a page, and what nobody sees is left out. */
function tidySvg(
  svg: string,
  { id, classOf }: { readonly id: string; readonly classOf: (series: number) => string },
): string {
  return INVISIBLE.reduce((rest, part) => rest.replace(part, ''), svg)
    .replace(/ ecmeta_series_index="(\d+)"/g, (_, series: string) => {
      const name = classOf(Number(series));
      return name === '' ? '' : ` class="${name}"`;
    })
    .replace(/ ecmeta_\w+="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace('<svg ', `<svg style="background:${INK.ground}" `);
}
