import type { OpAttribute } from '../nativeBackend.js';
import { CompileError } from './errors.js';
import type { GraphNode } from './graphMessages.js';
import type { RecordedConstant } from './recorder.js';
import type { RecordedFunction } from './recordFunction.js';

/**
 * Compares two recordings of one function on arguments of the same shapes.
 *
 * @throws {@link CompileError} if they differ: a value of JavaScript has changed in between, and the
 *   first recording would have frozen it.
 */
export function expectSameRecording(
  name: string,
  first: RecordedFunction,
  second: RecordedFunction,
): void {
  // Constants first: one that differs moves all operations after it.
  first.constants.forEach(({ constant, kernel }, index) => {
    if (isSameConstant(first.constants[index]!, second.constants[index])) return;
    throw new CompileError(
      `compile: '${name}' makes a constant of shape [${constant.shape.join(', ')}] in ` +
        `${kernel || 'JavaScript'} that differs between two calls; a graph would freeze it. Pass it ` +
        'as an argument.',
    );
  });
  const outline = ({ nodes, outputs }: RecordedFunction): string[] => [
    ...nodes.map(outlineOf),
    outputs.join(),
  ];
  const others = outline(second);
  const differs = outline(first).findIndex((line, index) => line !== others[index]);
  if (differs === -1 && nodeCount(first) === nodeCount(second)) return;
  throw new CompileError(
    `compile: '${name}' does other operations in a second call (the first that differs: ` +
      `${first.nodes[differs]?.op ?? 'the result'}): it depends on a JavaScript value that changes. ` +
      'Make that value an argument, or compile one function for each case.',
  );
}

function isSameConstant(
  { constant, kernel }: RecordedConstant,
  other: RecordedConstant | undefined,
): boolean {
  // Where the operations differ, that is the better thing to say.
  if (other?.kernel !== kernel) return true;
  if (constant.shape.join() !== other.constant.shape.join()) return true;
  return Buffer.compare(constant.bytes, other.constant.bytes) === 0;
}

function outlineOf({ op, inputs, attributes }: GraphNode): string {
  const values = attributes.map(
    ({ name, value }: OpAttribute) => `${name}=${JSON.stringify(value)}`,
  );
  return `${op}(${inputs.join()};${values.join()})`;
}

function nodeCount({ nodes }: RecordedFunction): number {
  return nodes.length;
}
