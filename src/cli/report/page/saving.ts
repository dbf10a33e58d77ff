import { STANDALONE_COLORS } from '../../../charts/index.js';

/** Pixels of a PNG for one of the picture: sharp enough for print. */
const PNG_SCALE = 3;
const XML_NAMESPACE = 'http://www.w3.org/2000/svg';

/** Buttons with `data-save` save what `data-of` names: a figure as SVG or PNG, numbers as CSV or JSON. */
export function listenToSaving(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const { save: kind, of: id } = button?.dataset ?? {};
    if (kind === undefined || id === undefined) return;
    void contentOf(kind, id).then((content) => {
      download(content, `${id}.${kind}`);
    });
  });
}

async function contentOf(kind: string, id: string): Promise<Blob> {
  if (kind === 'svg') return new Blob([standaloneSvg(id)], { type: 'image/svg+xml' });
  if (kind === 'png') return await rasterised(standaloneSvg(id));
  const type = kind === 'csv' ? 'text/csv' : 'application/json';
  return new Blob([await fileContent(`${id}.${kind}`)], { type });
}

/** The figure as it is shown, on white and with colours of its own. */
function standaloneSvg(id: string): string {
  const shown = document.getElementById(id)?.querySelector('svg');
  if (!shown) throw new Error(`The page has no figure called ${id}.`);
  const copy = shown.cloneNode(true) as SVGSVGElement; // a clone is of its original's kind
  removeHidden(shown, copy);
  const { width, height } = shown.viewBox.baseVal;
  copy.setAttribute('xmlns', XML_NAMESPACE);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('style', 'background:#ffffff');
  return new XMLSerializer()
    .serializeToString(copy)
    .replace(/var\((--[\w-]+)\)/g, (whole, name: string) => STANDALONE_COLORS[name] ?? whole);
}

/** What the page hides (single seeds, arms) is not part of the picture. */
function removeHidden(shown: SVGElement, copy: SVGElement): void {
  const copies = [...copy.querySelectorAll('*')];
  [...shown.querySelectorAll('*')].forEach((element, i) => {
    if (getComputedStyle(element).display === 'none') copies[i]?.remove();
  });
}

async function rasterised(svg: string): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    return await drawn(image);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function drawn(image: HTMLImageElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * PNG_SCALE;
  canvas.height = image.naturalHeight * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('The picture could not be written.'));
    }, 'image/png');
  });
}

let unpacked: Promise<Record<string, string>> | undefined;

/** A file that the page carries. */
async function fileContent(name: string): Promise<string> {
  unpacked ??= unpack(document.getElementById('files')?.textContent ?? '');
  const content = (await unpacked)[name];
  if (content === undefined) throw new Error(`The page has no file called ${name}.`);
  return content;
}

/** Base64, gzip, JSON. */
async function unpack(base64: string): Promise<Record<string, string>> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  // Written by the program that made the page.
  return (await new Response(stream).json()) as Record<string, string>;
}

function download(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  });
}
