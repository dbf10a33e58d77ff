import type { Reading, ReadingsModel } from '../../../charts/index.js';

/** A pointer over a figure, or the arrow keys within it, read values off its lines. */
export function listenToPlots(): void {
  for (const plot of document.querySelectorAll<HTMLElement>('[data-readings]')) {
    const model = modelOf(plot);
    if (model) listenTo(plot, model);
  }
}

function modelOf(plot: HTMLElement): ReadingsModel | undefined {
  const json = document.getElementById(plot.dataset.readings ?? '')?.textContent;
  // Written by the program that made the page.
  return json ? (JSON.parse(json) as ReadingsModel) : undefined;
}

function listenTo(plot: HTMLElement, model: ReadingsModel): void {
  const { from, to } = model.plot;
  let at = to;
  const show = (value: number, beside: { x: number; y: number }): void => {
    at = Math.min(to, Math.max(from, value));
    showReading(plot, model, { at, beside });
  };
  plot.addEventListener('pointermove', (event) => {
    show(valueAt(plot, model, event.clientX), { x: event.clientX, y: event.clientY });
  });
  plot.addEventListener('pointerleave', hideReading);
  plot.addEventListener('blur', hideReading);
  plot.addEventListener('keydown', (event) => {
    const next = keyTarget(event.key, model, at);
    if (event.key === 'Escape') hideReading();
    if (next === undefined) return;
    event.preventDefault();
    const box = plot.getBoundingClientRect();
    show(next, { x: box.left + pixelOf(plot, model, next), y: box.top + box.height / 3 });
  });
}

/** Where a key leads: to the next point of the first line that is shown, or to either end. */
function keyTarget(key: string, model: ReadingsModel, at: number): number | undefined {
  const { from, to } = model.plot;
  if (key === 'Home') return from;
  if (key === 'End') return to;
  const points = model.lines.find(({ className }) => !isHidden(className))?.points ?? [];
  const nearest = nearestPoint(points, at);
  if (nearest === undefined) return undefined;
  const place = points.indexOf(nearest);
  if (key === 'ArrowLeft') return points[Math.max(0, place - 1)]?.[0];
  return key === 'ArrowRight' ? (points[place + 1] ?? nearest)[0] : undefined;
}

/** Pixels of the page for one of the picture. */
function scaleOf(plot: HTMLElement, { width }: ReadingsModel): number {
  return (plot.querySelector('svg')?.getBoundingClientRect().width ?? width) / width;
}

function valueAt(plot: HTMLElement, model: ReadingsModel, clientX: number): number {
  const left = plot.querySelector('svg')?.getBoundingClientRect().left ?? 0;
  const { left: start, right, from, to } = model.plot;
  const pixel = (clientX - left) / scaleOf(plot, model);
  return from + ((pixel - start) / (right - start)) * (to - from);
}

function pixelOf(plot: HTMLElement, model: ReadingsModel, value: number): number {
  const { left, right, from, to } = model.plot;
  return (left + ((value - from) / (to - from)) * (right - left)) * scaleOf(plot, model);
}

function showReading(
  plot: HTMLElement,
  model: ReadingsModel,
  {
    at,
    beside,
  }: { readonly at: number; readonly beside: { readonly x: number; readonly y: number } },
): void {
  const rows = model.lines
    .filter(({ className }) => !isHidden(className))
    .flatMap((line) => {
      const nearest = nearestPoint(line.points, at);
      return nearest ? [{ line, nearest }] : [];
    });
  const heading = document.createElement('strong');
  heading.textContent = `${formatted(rows[0]?.nearest[0] ?? at)} ${model.xName}`;
  const reading = readingElement();
  reading.replaceChildren(heading, ...rows.map(({ line, nearest }) => rowElement(line, nearest)));
  reading.hidden = false;
  place(reading, beside);
  showCrosshair(plot, model, rows[0]?.nearest[0] ?? at);
}

function rowElement(
  { name, className }: ReadingsModel['lines'][number],
  [, y, low, high]: Reading,
): HTMLElement {
  const row = document.createElement('div');
  row.className = className;
  const interval = low === null || high === null ? '' : ` [${formatted(low)}, ${formatted(high)}]`;
  row.textContent = `${name}: ${formatted(y)}${interval}`;
  return row;
}

function nearestPoint(points: readonly Reading[], at: number): Reading | undefined {
  const distance = ([x]: Reading): number => Math.abs(x - at);
  return points.reduce<Reading | undefined>(
    (best, point) => (best === undefined || distance(point) < distance(best) ? point : best),
    undefined,
  );
}

function isHidden(className: string): boolean {
  const hidden = (document.documentElement.dataset.hidden ?? '').split(' ');
  return hidden.some((arm) => className === `arm-${arm}`);
}

/** A line through the figure, made the first time. */
function showCrosshair(plot: HTMLElement, model: ReadingsModel, value: number): void {
  hideCrosshairs(plot);
  const line = plot.querySelector<HTMLElement>('.crosshair') ?? document.createElement('div');
  if (!line.isConnected) {
    line.className = 'crosshair';
    plot.append(line);
  }
  const scale = scaleOf(plot, model);
  line.hidden = false;
  line.style.left = `${pixelOf(plot, model, value)}px`;
  line.style.top = `${model.plot.top * scale}px`;
  line.style.height = `${(model.plot.bottom - model.plot.top) * scale}px`;
}

function hideCrosshairs(except?: HTMLElement): void {
  for (const line of document.querySelectorAll<HTMLElement>('.crosshair')) {
    if (!except?.contains(line)) line.hidden = true;
  }
}

function hideReading(): void {
  readingElement().hidden = true;
  hideCrosshairs();
}

function readingElement(): HTMLElement {
  const found = document.getElementById('reading');
  if (!found) throw new Error('The page has no element called reading.');
  return found;
}

/** Beside the pointer, within the window. */
function place(reading: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
  const gap = 14;
  const { width, height } = reading.getBoundingClientRect();
  const left = x + gap + width > window.innerWidth ? x - gap - width : x + gap;
  reading.style.left = `${Math.max(0, left)}px`;
  reading.style.top = `${Math.max(0, Math.min(y, window.innerHeight - height))}px`;
}

function formatted(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString('en-US');
}
