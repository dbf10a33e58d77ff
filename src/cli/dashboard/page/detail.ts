import { formatSeconds, shortCount } from '../../../charts/index.js';
import { element, fillSelect, setText } from '../../localPage/page/elements.js';
import type { DetailMessage, RunRow } from '../messages.js';
import { make } from './build.js';
import { createChart, shortValue } from './chart.js';
import { drawEpisodes } from './episodes.js';
import { drawHeatMap } from './heatMap.js';
import { SmallCharts, type ColumnKind } from './smallCharts.js';
import type { TimeAxis } from './smoothing.js';
import { drawThroughput } from './throughput.js';

/** Counts that only rise, and parts of the picture of throughput. */
const NOT_DRAWN = /^(steps|updates|episodes|droppedMessages|secondsSpent\/.*)$/;
const MACHINE: Readonly<Record<string, ColumnKind>> = {
  framesPerSecond: { title: 'frames per second', factor: 1 },
  residentBytes: { title: 'memory of the learner, MiB', factor: 2 ** -20 },
  tensors: { title: 'tensors', factor: 1 },
};
/** What is shown first where a loss reports several lists. */
const FIRST_LIST = '/accuracy';

const throughput = createChart(element('throughput', HTMLElement));
const heatMap = createChart(element('heat-map', HTMLElement));
const list = element('list', HTMLSelectElement);
const learning = new SmallCharts(element('learning', HTMLElement));
const machine = new SmallCharts(element('machine', HTMLElement));

/** Redraws when another list over prediction steps is chosen. */
export function listenToList(redraw: () => void): void {
  list.addEventListener('change', redraw);
}

/** All about one run. */
export function drawDetail(run: RunRow, detail: DetailMessage, axis: TimeAxis): void {
  setText(element('detail-title', HTMLElement), run.name);
  setText(element('detail-path', HTMLElement), detail.path);
  element('warnings', HTMLElement).replaceChildren(
    ...run.warnings.map(({ level, text }) => make('li', { class: level }, `⚠ ${text}`)),
  );
  element('figures', HTMLElement).replaceChildren(
    ...figuresOf(run, detail).map(([name, value, beside]) =>
      make('div', {}, make('dt', {}, name), make('dd', {}, value, ' ', make('small', {}, beside))),
    ),
  );
  drawThroughput(throughput, detail, axis);
  drawPrediction(detail, axis);
  drawEpisodes(detail);
  const names = Object.keys(detail.scalars.values);
  const content = { columns: detail.scalars, axis };
  learning.draw(
    names.filter((name) => !NOT_DRAWN.test(name) && !Object.hasOwn(MACHINE, name)),
    { ...content, kindOf: (title) => ({ title: title.replace(/^auxiliary\//, ''), factor: 1 }) },
  );
  machine.draw(
    names.filter((name) => Object.hasOwn(MACHINE, name)),
    { ...content, kindOf: (name) => MACHINE[name]! },
  );
}

function drawPrediction({ lists }: DetailMessage, axis: TimeAxis): void {
  const keys = Object.keys(lists);
  element('prediction', HTMLElement).hidden = keys.length === 0;
  if (keys.length === 0) return;
  const first = keys.find((key) => key.endsWith(FIRST_LIST)) ?? keys[0]!;
  const chosen = keys.includes(list.value) ? list.value : first;
  if (keys.join() !== [...list.options].map(({ value }) => value).join()) {
    const options = keys.map((value) => ({ value, label: value.replace(/^auxiliary\//, '') }));
    fillSelect(list, options, chosen);
  }
  drawHeatMap(heatMap, { name: chosen, rows: lists[chosen]!, axis });
}

/** Name, value, and what stands small beside it. */
function figuresOf(run: RunRow, detail: DetailMessage): [string, string, string][] {
  const { actors } = detail;
  const silence = Math.max(0, ...(actors?.silentSeconds ?? []));
  const total = run.totalFrames === null ? '' : `of ${shortCount(run.totalFrames)}`;
  return [
    ['Frames', shortCount(run.frames), total],
    ['Mean return', run.meanReturn?.toFixed(2).replace('-', '−') ?? '–', 'last 100 episodes'],
    ['Episodes', shortValue(run.episodes), ''],
    ['Frames per second', shortValue(Math.round(run.framesPerSecond ?? 0)), ''],
    ['Trained', formatSeconds(Math.round(run.seconds)), ''],
    ['Last line', detail.lastTime === null ? '–' : timeOfDay(detail.lastTime), ''],
    [
      'Actors',
      actors ? `${actors.connected} of ${actors.expected}` : '–',
      actors ? `longest silence ${formatSeconds(silence)}` : '',
    ],
    ['Dropped messages', String(detail.droppedMessages), ''],
    ['Seed', run.seed === null ? '–' : String(run.seed), run.arm],
    [
      'Checkpoint',
      detail.latestCheckpoint === null ? '–' : shortCount(detail.latestCheckpoint),
      'frames',
    ],
  ];
}

function timeOfDay(time: string): string {
  return new Date(time).toLocaleTimeString();
}
