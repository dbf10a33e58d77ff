import type { BinnedMetric } from '../auxiliaryLog.js';
import { levelName } from '../context.js';
import type { ReportContext, Section } from '../context.js';
import { markup } from '../html.js';
import type { Html } from '../html.js';
import { armMetrics } from './armMetrics.js';
import type { ArmMetrics } from './armMetrics.js';
import { scalarFigure } from './scalarFigure.js';
import { mapFigure, stepsFigure } from './stepFigures.js';

/** What people look at first; the rest is folded away. */
const FIRST = ['accuracy', 'infoNceEstimate'];

/** What the auxiliary losses reported over training; nothing where no arm has any. */
export function diagnosticsSection(context: ReportContext): Section | undefined {
  const parts = Object.keys(context.comparison.levels).flatMap((level) => {
    const arms = armMetrics(context, level);
    return arms.length > 0 ? [levelBody(context, level, arms)] : [];
  });
  if (parts.length === 0) return undefined;
  return {
    id: 'diagnostics',
    title: 'Auxiliary losses over training',
    body: markup`<p>
        Means over runs of each run’s mean per bin. Accuracy is the share of anchors whose true
        future scores above every negative; the InfoNCE estimate is ln N − L<sub>k</sub> in nats, a
        lower bound on mutual information only where negatives are independent of the context. k
        counts agent steps ahead.
      </p>
      ${parts}`,
  };
}

function levelBody(context: ReportContext, level: string, arms: readonly ArmMetrics[]): Html {
  return markup`<h3>${levelName(level)}</h3>
    ${arms.map((arm) => armBody(context, level, arm))} ${scalarsBody(context, level, arms)}`;
}

/** Lists, one entry for each step k. */
function armBody(context: ReportContext, level: string, arm: ArmMetrics): Html {
  const lists = [...arm.binned.metrics].filter(([, metric]) => isList(metric));
  const show = ([name]: readonly [string, BinnedMetric]): Html[] => {
    const part = { context, level, arm, name };
    return [context.book.figure(mapFigure(part)), context.book.figure(stepsFigure(part))];
  };
  const isFirst = ([name]: readonly [string, BinnedMetric]): boolean =>
    FIRST.includes(name.split('/').at(-1)!);
  const first = lists.filter(isFirst);
  const rest = lists.filter((entry) => !isFirst(entry));
  return markup`${first.length > 0 && markup`<div class="figures ${arm.className}">${first.flatMap(show)}</div>`}
  ${
    rest.length > 0 &&
    markup`<details class="${arm.className}">
      <summary>More of ${arm.name}: ${rest.map(([name]) => name).join(', ')}</summary>
      <div class="figures">${rest.flatMap(show)}</div>
    </details>`
  }`;
}

function scalarsBody(context: ReportContext, level: string, arms: readonly ArmMetrics[]): Html {
  const names = new Set(
    arms.flatMap(({ binned }) =>
      [...binned.metrics].filter(([, metric]) => !isList(metric)).map(([name]) => name),
    ),
  );
  if (names.size === 0) return markup``;
  const figures = [...names].map((name) => scalarFigure({ context, level, arms, name }));
  return markup`<details>
    <summary>Single numbers: ${[...names].join(', ')}</summary>
    <div class="figures">${figures.map((figure) => context.book.figure(figure))}</div>
  </details>`;
}

function isList({ values }: BinnedMetric): boolean {
  return values.length > 1;
}
