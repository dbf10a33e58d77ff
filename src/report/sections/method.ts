import type { ReportContext, Section } from '../context.js';
import { markup } from '../html.js';
import { formatNumber, formatPercent } from '../../charts/index.js';

/** How the numbers came about. */
export function methodSection({ comparison: { settings } }: ReportContext): Section {
  const { confidence, replications, curveReplications, finalShare, window, bins, seed } = settings;
  return {
    id: 'method',
    title: 'How to read the numbers',
    body: markup`<dl>
      <dt>Final score</dt>
      <dd>
        Mean unclipped return of a run’s episodes that ended in the last
        ${formatPercent(finalShare)} of the frames.
      </dd>
      <dt>Interquartile mean (IQM)</dt>
      <dd>
        Mean of the middle half of the runs: less upset by single runs than the mean, and more
        certain than the median (Agarwal et al. 2021, arXiv:2108.13264).
      </dd>
      <dt>Intervals</dt>
      <dd>
        ${formatPercent(confidence)} percentile intervals of a bootstrap that draws runs anew within
        every level (${formatNumber(replications)} times, for curves and profiles
        ${formatNumber(curveReplications)}, seed ${String(seed)}). They speak of other seeds of the
        same runs. With few runs they are too narrow.
      </dd>
      <dt>Learning curve</dt>
      <dd>
        Mean return of the episodes that ended in each of ${bins} bins. The area under it is its
        mean over the frames, in units of return.
      </dd>
      <dt>Frames to reach</dt>
      <dd>Frames at which the mean of the last ${window} episodes first was at least the score.</dd>
      <dt>Probability of improvement</dt>
      <dd>
        How likely a run of one arm scores higher than one of another on the same level, ties
        counted half, averaged over levels.
      </dd>
      <dt>Performance profile</dt>
      <dd>Share of runs above every threshold.</dd>
    </dl>`,
  };
}
