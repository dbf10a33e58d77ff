import { FileFormatError } from './errors.js';

/** How much of a text an error shows. */
const SHOWN_CHARACTERS = 80;

/**
 * What a file of JSON holds, not checked any further.
 *
 * @throws {@link FileFormatError} naming the file if its text is no JSON.
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const got = JSON.stringify(text.slice(0, SHOWN_CHARACTERS));
    throw new FileFormatError(`${path}: expected JSON, got ${got}.`, { cause });
  }
}
