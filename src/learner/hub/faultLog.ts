import { DROP_REASONS } from '../../transport/index.js';
import type { DropReason } from '../../transport/index.js';

/** Peers that are told apart; what later ones send is only counted, so that memory stays flat. */
const MAX_NAMED_PEERS = 100;

/** What was dropped since the start. */
export interface FaultCounts {
  readonly total: number;
  readonly byReason: Readonly<Record<DropReason, number>>;
}

/** One dropped message. */
export interface Fault {
  readonly reason: DropReason;
  /** The connection, or what stands for connections that never got a name. */
  readonly peer: string;
  readonly detail: string;
}

/** Counts dropped messages by reason and reports each peer's first one. */
export class FaultLog {
  private readonly counts: Record<DropReason, number>;
  private readonly named = new Set<string>();

  /** @param report - called with one line for the first fault of each peer. */
  constructor(private readonly report: (fault: Fault, message: string) => void) {
    const zeros = Object.keys(DROP_REASONS).map((reason) => [reason, 0]);
    this.counts = Object.fromEntries(zeros) as Record<DropReason, number>; // the keys above
  }

  get faults(): FaultCounts {
    const total = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    return { total, byReason: { ...this.counts } };
  }

  record(fault: Fault): void {
    this.counts[fault.reason]++;
    if (this.named.has(fault.peer) || this.named.size >= MAX_NAMED_PEERS) return;
    this.named.add(fault.peer);
    const last = this.named.size === MAX_NAMED_PEERS ? ' Further peers are only counted.' : '';
    this.report(
      fault,
      `dropped a message of ${fault.peer}: ${fault.detail}. ` +
        `More from there are counted, not logged.${last}`,
    );
  }
}
