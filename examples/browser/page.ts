/** The page: trains for as long as it is open, and shows how. */
import { LossChart, AccuracyChart } from './charts.js';
import { chooseBackend } from './backend.js';
import { STEPS_AHEAD, createTask } from './task.js';
import type { Task } from './task.js';
import type { Progress } from '../shared/training.js';

const element = (id: string): HTMLElement => document.getElementById(id)!;
const backendChoice = element('backend') as HTMLSelectElement;
const runButton = element('run') as HTMLButtonElement;
const canvas = element('view') as HTMLCanvasElement;
const show = (id: string, text: string): void => {
  element(id).textContent = text;
};

let running = true;

runButton.addEventListener('click', () => {
  running = !running;
  show('run', running ? 'Pause' : 'Go on');
});
backendChoice.addEventListener('change', () => {
  location.search = `?backend=${backendChoice.value}`; // another backend: from the beginning
});

/** The browser draws and answers between two updates. */
const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

async function run(): Promise<void> {
  const wanted = new URLSearchParams(location.search).get('backend');
  const backend = await chooseBackend(wanted);
  backendChoice.value = backend;
  show('status', `Learning on ${backend}`);
  runButton.disabled = false;
  const task = createTask(1);
  show('guessing', Math.log(task.environments).toFixed(2));
  const charts = [
    new LossChart(element('loss-chart'), Math.log(task.environments)),
    new AccuracyChart(element('accuracy-chart'), STEPS_AHEAD),
  ];
  for (const progress of task.training) {
    report(task, progress);
    for (const chart of charts) chart.add(progress);
    do await nextFrame();
    while (!running);
  }
}

function report(
  { render }: Task,
  { update, steps, meanReturn, cpcLoss, cpcAccuracy }: Progress,
): void {
  show('updates', String(update));
  show('steps', String(steps));
  show('return', Number.isNaN(meanReturn) ? '–' : meanReturn.toFixed(2));
  show('loss', cpcLoss.toFixed(2));
  show('accuracy', (cpcAccuracy[0] ?? NaN).toFixed(2));
  canvas.getContext('2d')!.putImageData(render(), 0, 0);
}

run().catch((error: unknown) => {
  show('status', error instanceof Error ? error.message : String(error));
  throw error;
});
