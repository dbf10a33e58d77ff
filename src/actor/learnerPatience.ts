/**
 * Judges how long the learner has been silent, in ticks rather than clock time: while environments
 * are stepped the timer does not fire, and time in which the actor could not listen does not count.
 */
export class LearnerPatience {
  private quietTicks = 0;
  private timer: NodeJS.Timeout | null = null;

  /** Calls `onTick` every `tickMs`, and `onSilence` once `silenceMs` have passed without a word. */
  start(settings: {
    readonly tickMs: number;
    readonly silenceMs: number;
    readonly onTick: () => void;
    readonly onSilence: () => void;
  }): void {
    this.stop();
    const limit = Math.ceil(settings.silenceMs / settings.tickMs);
    const judge = (): void => {
      if (this.timer && this.quietTicks > limit) settings.onSilence();
    };
    this.timer = setInterval(() => {
      this.quietTicks++;
      settings.onTick();
      // Timers run before sockets are read: judge only after what is queued has been taken in.
      setImmediate(judge);
    }, settings.tickMs);
  }

  /** The learner was heard. */
  heard(): void {
    this.quietTicks = 0;
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.quietTicks = 0;
  }
}
