import { CompileError } from './errors.js';
import type { RecordedFunction } from './recordFunction.js';

/**
 * Compares two recordings of one function on the same arguments and variables.
 *
 * @throws {@link CompileError} if they do not do the same, or with other constants.
 */
export function expectSameConstants(
  name: string,
  first: RecordedFunction,
  second: RecordedFunction,
): void {
  const operations = (recorded: RecordedFunction): string =>
    recorded.nodes
      .filter(({ op }) => op !== 'Const')
      .map(({ op }) => op)
      .join();
  if (operations(first) !== operations(second)) {
    throw new CompileError(
      `compile: '${name}' does other operations in a second call on the same arguments: it depends ` +
        'on a JavaScript value that changes. Make that value an argument.',
    );
  }
  first.constants.forEach(({ constant, kernel }, index) => {
    const other = second.constants[index]?.constant;
    if (other && Buffer.compare(constant.bytes, other.bytes) === 0) return;
    throw new CompileError(
      `compile: '${name}' makes a constant of shape [${constant.shape.join(', ')}] in ` +
        `${kernel || 'JavaScript'} that differs between two calls on the same arguments; a graph ` +
        'would freeze it. Pass it as an argument.',
    );
  });
}
