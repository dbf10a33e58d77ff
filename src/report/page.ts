import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { armVariable, themeVariables } from '../charts/index.js';
import { counted } from '../compare/index.js';
import type { ReportFile } from './book.js';
import type { Arm, ReportContext, Section } from './context.js';
import { markup, Html } from './html.js';

/** What the page is made from beside its sections. */
export interface PageParts {
  readonly title: string;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  /** Version of this package. */
  readonly version: string;
  readonly style: string;
  readonly script: string;
  /** What the page can save: figures' and tables' numbers, and all results. */
  readonly files: readonly ReportFile[];
}

/** The whole document: nothing in it points outside itself, and its policy forbids to. */
export function pageHtml(
  context: ReportContext,
  sections: readonly Section[],
  parts: PageParts,
): string {
  const { title, script, files } = parts;
  const document = markup`<!doctype html>
    <html lang="en" data-axis="frames">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="@rl-tools/cpc ${parts.version}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Html(pageStyle(context.arms, parts.style))}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the results</a>
        ${headerHtml(context, parts)} ${controlsHtml(context)}
        <div class="columns">
          <nav aria-label="Sections">
            <ul>
              ${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          <main id="content">${notesHtml(context)} ${sections.map(sectionHtml)}</main>
        </div>
        <div id="reading" role="status" aria-live="polite" hidden></div>
        <script type="text/plain" id="files">${packed(files)}</script>
        ${scriptElement(script)}
      </body>
    </html>\n`;
  return document.text;
}

/** Byte for byte what {@link policy} allows. */
function scriptElement(script: string): Html {
  return new Html(`<script type="module">${script}</script>`);
}

/** No requests at all; only this one script; pictures only from within the page. */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
}

/** Names and contents of the files, as JSON, gzip and base64: a tenth of their size. */
function packed(files: readonly ReportFile[]): string {
  const contents = Object.fromEntries(files.map(({ name, content }) => [name, content]));
  return gzipSync(JSON.stringify(contents), { level: 9 }).toString('base64');
}

/** The theme follows the system or the reader's choice, on paper it is light. */
function pageStyle(arms: readonly Arm[], style: string): string {
  const hidden = arms.map(
    ({ className, style: { index } }) => `[data-hidden~="${index}"] .${className}`,
  );
  const [light, dark] = [themeVariables('light'), themeVariables('dark')];
  return `:root{${light}}
@media screen{:root[data-theme="dark"]{${dark}}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${dark}}}
${hidden.join(',')}{display:none!important}
${style}`;
}

function headerHtml(
  { comparison, arms }: ReportContext,
  { title, madeAt, version }: PageParts,
): Html {
  const levels = Object.values(comparison.levels);
  const runs = levels.flatMap((level) =>
    Object.values(level.arms).flatMap((arm) => arm.runs),
  ).length;
  return markup`<header>
    <h1>${title}</h1>
    <p class="quiet">
      ${counted(runs, 'run')}, ${counted(arms.length, 'arm')}, ${counted(levels.length, 'level')}.
      Made <time datetime="${madeAt}">${madeAt.slice(0, 16).replace('T', ' ')} UTC</time> by
      @rl-tools/cpc ${version}.
      <button type="button" data-save="json" data-of="comparison">All results as JSON</button>
    </p>
  </header>`;
}

function controlsHtml({ arms, comparison }: ReportContext): Html {
  const hasClock = Object.values(comparison.levels).some((level) =>
    Object.values(level.arms).some(({ curves }) => curves.seconds !== null),
  );
  return markup`<form class="controls" aria-label="What the figures show">
    ${
      hasClock &&
      markup`<fieldset>
        <legend>Curves over</legend>
        <label><input type="radio" name="axis" value="frames" checked /> frames</label>
        <label><input type="radio" name="axis" value="seconds" /> wall-clock</label>
      </fieldset>`
    }
    <label><input type="checkbox" name="seeds" /> Single seeds</label>
    <fieldset>
      <legend>Arms</legend>
      ${arms.map(armControl)}
    </fieldset>
    <label>Theme
      <select name="theme">
        <option value="">system</option>
        <option>light</option>
        <option>dark</option>
      </select></label>
  </form>`;
}

function armControl({ name, style }: Arm): Html {
  const stroke = armVariable(style);
  return markup`<label><input type="checkbox" name="arm" value="${style.index}" checked />
    <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true">
      <path d="M0 5h30" stroke="${stroke}" stroke-width="3" stroke-dasharray="${style.dash.join(' ')}" />
    </svg>
    ${name}</label>\n`;
}

/** What the comparison says must be known to trust its numbers. */
function notesHtml({ comparison: { notes: all, selection } }: ReportContext): Html {
  const notes = all.filter((note) => note !== selection?.label);
  return markup`${
    selection &&
    markup`<section class="notice" aria-label="Selection">
      <h2>Selected runs</h2>
      <p>${selection.label}</p>
    </section>`
  }
  ${
    notes.length > 0 &&
    markup`<section class="notice" id="notes" aria-labelledby="notes-heading">
      <h2 id="notes-heading">Before you trust these numbers</h2>
      <ul>
        ${notes.map((note) => markup`<li>${note}</li>`)}
      </ul>
    </section>`
  }`;
}

function sectionHtml({ id, title, body }: Section): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    ${body}
  </section> `;
}
