import { Wrapper } from './wrapper.js';

/** A wrapper that remembers nothing from step to step: all state is the inner environment's. */
export abstract class StatelessWrapper<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected saveOwnState(): null {
    return null;
  }

  protected loadOwnState(): void {
    // there is none
  }
}
