import type { AuxiliaryResult } from '@rl-tools/cpc';

/** What an auxiliary loss reported at the latest update. */
export class Figures {
  /** Unweighted loss; NaN before the first update. */
  loss = NaN;
  /** Share of right guesses for k = 1 … K; NaN where there was nothing to guess. */
  accuracy: number[] = [];

  read({ loss, metrics }: AuxiliaryResult): void {
    [this.loss] = loss.dataSync() as unknown as [number];
    this.accuracy = Array.from(metrics.accuracy?.dataSync() ?? []);
  }
}
