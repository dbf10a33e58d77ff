import { Controls } from './controls.js';
import { element } from '../../localPage/page/elements.js';
import { announce, openForm, type Choice } from './panel.js';
import { fetchSettings } from './server.js';
import { Session } from './session.js';

const view = element('view', HTMLCanvasElement);
const overlay = element('overlay', HTMLButtonElement);
const controls = new Controls();

async function open(): Promise<void> {
  const settings = await fetchSettings();
  const begin = (choice: Choice): Session =>
    new Session(choice, { controls, recording: settings.recording });
  let session = begin(
    openForm(settings, (choice) => {
      session = begin(choice);
    }),
  );
  const current = (): Session => session;
  listenToButtons(current);
  listenToKeys(current);
  listenToMouse(current);
  listenToLeaving(current);
  const show = (nowMs: number): void => {
    session.advance(nowMs);
    if (!session.isPlaying) document.exitPointerLock(); // what covers the view is clicked at
    requestAnimationFrame(show);
  };
  requestAnimationFrame(show);
}

function listenToButtons(session: () => Session): void {
  overlay.addEventListener('click', (event) => {
    session().play();
    view.focus();
    if (event.detail > 0) captureMouse(); // 0: by key, where the mouse may not be wanted
  });
  element('pause', HTMLButtonElement).addEventListener('click', () => {
    session().togglePause();
    view.focus();
  });
  element('new-episode', HTMLButtonElement).addEventListener('click', () => {
    session().newEpisode();
    view.focus();
  });
}

/** Keys are the game's unless a part of the form has them. */
function listenToKeys(session: () => Session): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || belongsToForm(event.target)) return;
    if (event.code === 'KeyR' && !event.repeat) session().newEpisode();
    else if (event.code === 'KeyP' && !event.repeat) session().togglePause();
    else if (event.code === 'Enter' && event.target === view) session().play();
    else if (!controls.press(event.code)) return;
    event.preventDefault();
  });
  document.addEventListener('keyup', (event) => {
    controls.release(event.code);
  });
}

function belongsToForm(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, button, summary, a') !== null;
}

function listenToMouse(session: () => Session): void {
  view.addEventListener('click', captureMouse);
  view.addEventListener('mousedown', () => controls.press('Space'));
  document.addEventListener('mouseup', () => {
    controls.release('Space');
  });
  document.addEventListener('mousemove', (event) => {
    if (document.pointerLockElement === view) {
      controls.moveMouse(event.movementX, event.movementY);
    }
  });
  document.addEventListener('pointerlockchange', () => {
    if (document.pointerLockElement === null) session().pause();
  });
}

/** Refused by some browsers and settings: the level can be played by keys alone then. */
function captureMouse(): void {
  if (document.pointerLockElement === view) return;
  try {
    Promise.resolve(view.requestPointerLock()).catch(sayNoMouse);
  } catch {
    sayNoMouse();
  }
}

function sayNoMouse(): void {
  announce('The mouse could not be captured: turn with the arrow keys.');
}

function listenToLeaving(session: () => Session): void {
  const pause = (): void => {
    session().pause();
  };
  window.addEventListener('blur', pause);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) pause();
  });
}

open().catch((error: unknown) => {
  announce(`The page could not be opened: ${error instanceof Error ? error.message : ''}`);
});
