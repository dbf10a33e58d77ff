import { InvalidArgumentError } from 'commander';

/** An option's whole number of 0 or more. @throws commander's error if it is none. */
export function naturalNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of 0 or more.');
}

/** An option's whole number of 1 or more. @throws commander's error if it is none. */
export function positiveNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of 1 or more.');
}
