/** The choices of the reader become attributes of the page; its style sheet does the rest. */
export function listenToControls(): void {
  const form = document.querySelector<HTMLFormElement>('form.controls');
  if (!form) return;
  form.addEventListener('change', () => {
    apply(form);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  apply(form); // a browser may have kept earlier choices
}

function apply(form: HTMLFormElement): void {
  const chosen = new FormData(form);
  const { dataset } = document.documentElement;
  dataset.axis = text(chosen.get('axis')) || 'frames';
  setFlag(dataset, 'seeds', chosen.has('seeds'));
  setFlag(dataset, 'theme', text(chosen.get('theme')));
  const shown = chosen.getAll('arm').map(text);
  const arms = [...form.querySelectorAll<HTMLInputElement>('input[name="arm"]')];
  const hidden = arms.map(({ value }) => value).filter((arm) => !shown.includes(arm));
  setFlag(dataset, 'hidden', hidden.join(' '));
}

function setFlag(dataset: DOMStringMap, name: string, value: string | boolean): void {
  if (value === '' || value === false) {
    Reflect.deleteProperty(dataset, name);
  } else {
    dataset[name] = String(value);
  }
}

function text(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
