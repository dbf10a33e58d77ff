import { element, setText } from '../../localPage/page/elements.js';
import { onThemeChange } from './chart.js';
import { Curves, type CurveSettings } from './curves.js';
import { drawDetail, listenToList } from './detail.js';
import { listenToPlay } from './episodes.js';
import { PageState } from './pageState.js';
import { RunTable } from './runTable.js';
import { fetchState } from './server.js';

const LOOK_INTERVAL_MS = 2000;

const contact = element('contact', HTMLElement);
const looked = element('looked', HTMLElement);
const waiting = element('waiting', HTMLElement);
const overview = element('overview', HTMLElement);
const detail = element('detail', HTMLElement);
const axis = element('axis', HTMLSelectElement);
const smoothing = element('smoothing', HTMLSelectElement);
const coloring = element('coloring', HTMLSelectElement);

const state = new PageState();
const curves = new Curves(element('curves', HTMLElement));
const table = new RunTable({
  onChoose: (id) => {
    state.choose(id);
    table.draw(state);
    lookNow();
  },
  onShow: (ids, isShown) => {
    for (const id of ids) state.show(id, isShown);
    drawOverview();
  },
});

let timer: ReturnType<typeof setTimeout> | undefined;
let looks = 0;

/** Asks what is new and shows it, then again after a while; a hidden page asks nothing. */
async function look(): Promise<void> {
  const number = ++looks;
  try {
    const { server, version } = state;
    const shown = state.detail?.id ?? '';
    const message = await fetchState({ server, version, run: state.chosen?.id ?? '', shown });
    if (number !== looks) return; // asked again meanwhile
    const hadRuns = state.runs.length > 0;
    state.take(message);
    sayContact(message.catchingUp ? 'Reading logs…' : 'Live');
    setText(looked, `at ${new Date().toLocaleTimeString()}`);
    drawWaiting();
    if (message.curves.length > 0 || !hadRuns || state.runs.length === 0) drawOverview();
    else table.draw(state);
    if (message.detail) drawChosen();
    if (!hadRuns && state.runs.length > 0) {
      lookNow(); // for the details of the first run
      return;
    }
  } catch {
    if (number !== looks) return;
    sayContact('No contact with the dashboard; trying again.', true);
  }
  timer = setTimeout(lookNow, LOOK_INTERVAL_MS);
}

function lookNow(): void {
  clearTimeout(timer);
  if (!document.hidden) void look();
}

function drawWaiting(): void {
  waiting.hidden = state.waitingFor.length === 0;
  setText(
    waiting,
    `No run yet in ${state.waitingFor.join(', ')}. It will be shown once it is there.`,
  );
}

function drawOverview(): void {
  overview.hidden = state.runs.length === 0;
  coloring.value = state.coloredBy;
  if (state.runs.length === 0) return;
  curves.draw(state, settings());
  table.draw(state);
}

function drawChosen(): void {
  const run = state.chosen;
  const shown = state.detail;
  detail.hidden = run === undefined || shown?.id !== run.id;
  if (run && shown?.id === run.id) drawDetail(run, shown, settings().axis);
}

function settings(): CurveSettings {
  return { axis: axis.value === 'seconds' ? 'seconds' : 'frames', window: Number(smoothing.value) };
}

function sayContact(text: string, isLost = false): void {
  contact.classList.toggle('lost', isLost);
  setText(contact, text);
}

function redraw(): void {
  drawOverview();
  drawChosen();
}

axis.addEventListener('change', redraw);
smoothing.addEventListener('change', drawOverview);
coloring.addEventListener('change', () => {
  state.coloring = coloring.value === 'arm' ? 'arm' : 'run';
  drawOverview();
});
element('controls', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
});
listenToList(drawChosen);
listenToPlay(() => state.chosen?.id, lookNow);
onThemeChange(redraw);
document.addEventListener('visibilitychange', lookNow);
lookNow();
