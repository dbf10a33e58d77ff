import { tf } from '../tf.js';
import { CompileError } from './errors.js';
import { replaced } from './replaced.js';

/** Which operations of TensorFlow.js are under way while a function runs. */
export class KernelWatch {
  readonly #underWay: string[] = [];
  #last = '';

  /** The operation that the function called, if one is under way. */
  get outermost(): string | undefined {
    return this.#underWay[0];
  }

  /** The operation that runs right now: the outermost, or one that it is made of. */
  get innermost(): string | undefined {
    return this.#underWay.at(-1);
  }

  /** The last operation that began. */
  get last(): string {
    return this.#last;
  }

  /**
   * Runs `work`, and refuses what a graph would get wrong without notice: random numbers drawn in
   * JavaScript, which it would repeat in every call, and variables made on the way, which it would
   * make anew in every call.
   */
  run<T>(work: () => T): T {
    const engine = tf.engine();
    const runKernel = engine.runKernel.bind(engine);
    const watched: typeof engine.runKernel = (name, ...rest) => {
      this.#underWay.push(name);
      this.#last = name;
      try {
        return runKernel(name, ...rest);
      } finally {
        this.#underWay.pop();
      }
    };
    const restore = [
      replaced(engine, 'runKernel', watched),
      replaced(engine, 'makeVariable', refuseVariable),
      replaced(Math, 'random', () => this.#refuseChance()),
    ];
    try {
      return work();
    } finally {
      for (const undo of restore) undo();
    }
  }

  #refuseChance(): never {
    throw new CompileError(
      `${this.outermost === undefined ? 'the function' : `the operation ${this.outermost}`} draws ` +
        'random numbers in JavaScript (Math.random); every call would repeat the first ones. ' +
        'Draw them outside, from a seed, and pass them as an argument.',
    );
  }
}

function refuseVariable(): never {
  throw new CompileError(
    'the function makes a variable; every call would make it anew. Make it beforehand (an ' +
      "optimizer of TensorFlow.js makes its own in its first step: take one before compile()) and list it in 'variables'.",
  );
}
