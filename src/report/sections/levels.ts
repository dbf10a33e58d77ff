import type { ReferenceScores } from '../../compare/index.js';
import { levelName } from '../context.js';
import type { ReportContext, Section } from '../context.js';
import { markup } from '../html.js';
import type { Html } from '../html.js';
import { formatNumber, formatSetting } from '../../charts/index.js';
import { curveFigure } from './curveFigure.js';
import { improvementTable } from './improvement.js';
import { runsTable, scoresFigure, scoresTable } from './scores.js';

/** One section for each level: curves, final scores, single runs. */
export function levelSections(context: ReportContext): Section[] {
  return Object.keys(context.comparison.levels).map((level) => levelSection(context, level));
}

function levelSection(context: ReportContext, level: string): Section {
  const { book, comparison, ids } = context;
  const { references, options, totalFrames, probabilityOfImprovement } = comparison.levels[level]!;
  const figures = [
    curveFigure(context, level, 'frames'),
    curveFigure(context, level, 'seconds'),
    scoresFigure(context, level),
  ].filter((figure) => figure !== undefined);
  const improvements = improvementTable({
    id: `table-improvement-${ids.get(level)!}`,
    caption: `Probability of improvement on ${levelName(level)}`,
    improvements: probabilityOfImprovement,
  });
  return {
    id: `level-${ids.get(level)!}`,
    title: levelName(level),
    body: markup`<p>
        <code>${level}</code
        >${Object.keys(options).length > 0 && markup`, options <code>${JSON.stringify(options)}</code>`},
        ${formatNumber(totalFrames)} frames. ${references && referencesText(references)}
      </p>
      <div class="figures">${figures.map((figure) => book.figure(figure))}</div>
      ${book.table(scoresTable(context, level))}
      ${probabilityOfImprovement.length > 0 && book.table(improvements)}
      <details>
        <summary>Single runs</summary>
        ${book.table(runsTable(context, level))}
      </details>`,
  };
}

function referencesText({ random, human, scripted, source }: ReferenceScores): Html {
  const known = (
    [
      ['random policy', random],
      ['scripted player', scripted],
      ['people', human],
    ] as const
  ).filter(([, score]) => score !== null);
  if (known.length === 0) return markup``;
  return markup`For comparison:
    ${known.map(([name, score]) => `${name} ${formatSetting(score!)}`).join(', ')}.
    <span class="quiet">${source}</span>`;
}
