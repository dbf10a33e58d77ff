import type { ActorPresence } from '../learner/index.js';
import type { MetricsLog, MetricsRecord, MetricsSink, TensorBoardLog } from '../metrics/index.js';

/** What {@link RunMetrics} writes to; the logs stay their owner's to close. */
export interface RunMetricsParts {
  readonly log: MetricsLog;
  readonly tensorBoard: TensorBoardLog | undefined;
  /** Which actors are there now. */
  readonly actors: () => ActorPresence;
}

/** A run's records: `metrics.jsonl` with the actors' state, and the same for TensorBoard. */
export class RunMetrics implements MetricsSink {
  readonly #parts: RunMetricsParts;

  constructor(parts: RunMetricsParts) {
    this.#parts = parts;
  }

  get offset(): number {
    return this.#parts.log.offset;
  }

  append(record: MetricsRecord): void {
    const { log, tensorBoard, actors } = this.#parts;
    const whole: MetricsRecord = { ...record, actors: { ...actors() } };
    log.append(whole);
    tensorBoard?.append(whole);
  }

  sync(): void {
    this.#parts.log.sync();
    this.#parts.tensorBoard?.sync();
  }
}
