import type { GraphNode } from './graphMessages.js';

/** Operations that make their output in memory of its own, unless grappler simplifies them away. */
const ARITHMETIC: ReadonlySet<string> = new Set(
  'Add AddV2 Div DivNoNan Maximum Minimum Mul Neg RealDiv Sqrt Square Sub'.split(' '),
);

/**
 * Which outputs of a graph may lie in the memory of one of its arguments: slices, reshapes and the
 * like make no copies.
 *
 * TensorFlow may use a JavaScript array in place. A variable must not: the array changes under it, and
 * the thread that lets go of it has to be JavaScript's own. Errs on the side of "may".
 *
 * @param nodes - In an order in which inputs come first, as recorded.
 */
export function sharesInputMemory(nodes: readonly GraphNode[]): (output: string) => boolean {
  const borrowers = new Set<string>();
  const constants = new Set<string>();
  for (const { name, op, inputs } of nodes) {
    const sources = inputs.map(nodeOf);
    const borrows = sources.some((source) => borrowers.has(source));
    // x · 1 and x + 0 may be simplified to x.
    const computes = ARITHMETIC.has(op) && !sources.some((source) => constants.has(source));
    if (op === 'Placeholder' || (borrows && !computes)) borrowers.add(name);
    if (op === 'Const') constants.add(name);
  }
  return (output) => borrowers.has(nodeOf(output));
}

/** `node:0` and `^node` → `node` */
function nodeOf(output: string): string {
  return output.replace(/^\^|:\d+$/g, '');
}
