/** How long ago something was seen, step by step of one episode. */
export class SinceSeen {
  #steps: number | undefined;

  /**
   * Takes the next moment of the episode.
   *
   * @param inView - Whether it is in view now.
   * @returns Steps since it was last in view; `undefined` while it is, and before it ever was.
   */
  next(inView: boolean): number | undefined {
    if (inView) {
      this.#steps = 0;
      return undefined;
    }
    if (this.#steps !== undefined) this.#steps++;
    return this.#steps;
  }
}
