import { ChartRenderer } from './chart/index.js';
import type { PagePicture } from './chart/index.js';
import { formatCsv } from './csv.js';
import { readingsModel } from './figure.js';
import type { Figure } from './figure.js';
import { markup, Html, scriptJson } from './html.js';
import { tableData, tableHtml } from './table.js';
import type { Table } from './table.js';

/** A file beside the report: a figure or the numbers of a figure or table. */
export interface ReportFile {
  /** Without folder, e.g. `curves-rltools-seekavoidarena-v0-frames.svg`. */
  readonly name: string;
  readonly content: string;
}

/**
 * Figures and tables of one report, in the order in which they are shown: as markup for the page, and
 * as files.
 */
export class ReportBook {
  readonly #renderer: ChartRenderer;
  readonly #figures: Figure[] = [];
  readonly #tables: Table[] = [];

  private constructor(renderer: ChartRenderer) {
    this.#renderer = renderer;
  }

  static async open(): Promise<ReportBook> {
    return new ReportBook(await ChartRenderer.load());
  }

  /** Adds a figure. @returns its markup. */
  figure(figure: Figure): Html {
    expectNew(figure.id, this.#figures);
    this.#figures.push(figure);
    return figureHtml(figure, this.#renderer.pagePicture(figure.chart, figure.id));
  }

  /** Adds a table. @returns its markup. */
  table(table: Table): Html {
    expectNew(table.id, this.#tables);
    this.#tables.push(table);
    return markup`${tableHtml(table)} ${savingHtml(table.id, ['csv'])}`;
  }

  /** All figures as SVG and CSV, all tables as CSV. */
  files(): ReportFile[] {
    return [
      ...this.#figures.flatMap(({ id, chart, data }) => [
        { name: `${id}.svg`, content: this.#renderer.standaloneSvg(chart) },
        { name: `${id}.csv`, content: formatCsv(data) },
      ]),
      ...this.#tables.map((table) => ({
        name: `${table.id}.csv`,
        content: formatCsv(tableData(table)),
      })),
    ];
  }
}

function expectNew(id: string, others: readonly { readonly id: string }[]): void {
  if (others.some((other) => other.id === id))
    throw new Error(`The report has two parts called ${id}.`);
}

function figureHtml(figure: Figure, { svg, plot }: PagePicture): Html {
  const { id, title, caption, description, axis, chart } = figure;
  const model = readingsModel(figure, plot);
  return markup`<figure id="${id}" ${axis && markup` class="over-${axis}"`}>
    <div
      class="plot"
      style="max-width:${chart.width}px"
      ${model && markup` tabindex="0" role="group" aria-label="${title}. The arrow keys read values off." data-readings="${id}-readings"`}
    >
      <div role="img" aria-label="${title}. ${description}">${new Html(forPage(svg, chart))}</div>
    </div>
    <figcaption><strong>${title}.</strong> ${caption}</figcaption>
    ${savingHtml(id, ['svg', 'png', 'csv'])}
    ${
      model &&
      markup`<script type="application/json" id="${id}-readings">
        ${scriptJson(model)}
      </script>`
    }
  </figure>`;
}

/** The picture scales with its place on the page. */
function forPage(svg: string, { width, height }: Figure['chart']): string {
  return svg
    .replace(
      /<svg [^>]*>/,
      `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true" focusable="false">`,
    )
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/, '');
}

/** Buttons that save what the page holds under the part's id. */
function savingHtml(id: string, kinds: readonly ('svg' | 'png' | 'csv')[]): Html {
  const button = (kind: string): Html => {
    const name = kind.toUpperCase();
    return markup`<button
      type="button"
      data-save="${kind}"
      data-of="${id}"
      aria-label="Save ${id} as ${name}"
    >
      ${name}
    </button>`;
  };
  return markup`<p class="saving">${kinds.map(button)}</p>`;
}
