import type { OpAttribute } from '../nativeBackend.js';

const SHAPE_FROM_VALUES =
  'makes a tensor whose shape depends on values; a graph is recorded for fixed shapes. ' +
  'Mask the values instead, or compute this outside the compiled function.';

const OWN_CHANCE =
  'draws random numbers of its own, which could be neither repeated nor resumed. ' +
  'Pass the noise as an argument (argMax(logits − ln(−ln u)) samples from softmax(logits)).';

const STRINGS = 'works on strings; a graph takes numbers only.';

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['Where', SHAPE_FROM_VALUES],
  ['UniqueV2', SHAPE_FROM_VALUES],
  ['NonMaxSuppressionV3', SHAPE_FROM_VALUES],
  ['NonMaxSuppressionV5', SHAPE_FROM_VALUES],
  ['Multinomial', OWN_CHANCE],
  ['StaticRegexReplace', STRINGS],
]);

/** Why an operation of TensorFlow cannot be part of a graph, or `undefined` if it can. */
export function refusalOf(op: string, attributes: readonly OpAttribute[]): string | undefined {
  if (op === 'NonMaxSuppressionV4') {
    const padding = attributes.find(({ name }) => name === 'pad_to_max_output_size');
    return padding?.value === true ? undefined : SHAPE_FROM_VALUES;
  }
  return REFUSED.get(op);
}
