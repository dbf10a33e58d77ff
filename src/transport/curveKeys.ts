import { open, readFile, stat } from 'node:fs/promises';
import { curveKeyPair } from 'zeromq';
import { z } from 'zod';
import { TransportError } from './errors.js';

/** Z85 digits in order of value (ZeroMQ RFC 32). */
const Z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** Five Z85 digits hold a word of four bytes. */
const DIGITS_PER_WORD = 5;

/** Z85 digits of a 32-byte key. */
const KEY_DIGITS = 40;

/** A CURVE key: 32 bytes as 40 Z85 characters. */
const curveKey = z.string().refine((text) => isCurveKey(text), {
  error: 'expected 40 Z85 characters',
});

const keyPair = z.object({ publicKey: curveKey, secretKey: curveKey });

/** One side's CURVE keys, each 40 Z85 characters. */
export type CurveKeyPair = z.infer<typeof keyPair>;

/** Whether `text` has the form of a CURVE key. */
export function isCurveKey(text: string): boolean {
  return text.length === KEY_DIGITS && digitValues(text).every((value) => value >= 0);
}

/** Decodes a key to its 32 bytes. @throws {@link TransportError} if it has another form. */
export function curveKeyBytes(text: string): Uint8Array {
  if (!isCurveKey(text)) {
    throw new TransportError(`CURVE key: expected 40 Z85 characters, got ${text.length}`);
  }
  const digits = digitValues(text);
  const bytes = new Uint8Array((KEY_DIGITS / DIGITS_PER_WORD) * 4);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word * DIGITS_PER_WORD < KEY_DIGITS; word++) {
    const group = digits.slice(word * DIGITS_PER_WORD, (word + 1) * DIGITS_PER_WORD);
    view.setUint32(
      word * 4,
      group.reduce((sum, value) => sum * Z85.length + value, 0),
    );
  }
  return bytes;
}

/** Each digit's value, −1 for what is no Z85 digit. */
function digitValues(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => Z85.indexOf(text.charAt(i)));
}

/**
 * Makes a key pair and writes it to a new file that only this user can read.
 *
 * @returns The public key, to be given to the other side.
 * @throws {@link TransportError} if the file exists: a key is never overwritten.
 */
export async function generateKeyPairFile(path: string): Promise<string> {
  const pair = curveKeyPair();
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new TransportError(`${path} exists and is not overwritten: name another file.`);
  });
  try {
    await file.writeFile(`${JSON.stringify(pair, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return pair.publicKey;
}

/**
 * Reads a file written by {@link generateKeyPairFile}.
 *
 * @throws {@link TransportError} if it is missing, readable by others, or no key pair.
 */
export async function readKeyPairFile(path: string): Promise<CurveKeyPair> {
  const text = await readText(path);
  await refuseSharedFile(path);
  const result = keyPair.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new TransportError(
    `${path}: expected {"publicKey", "secretKey"}, each 40 Z85 characters. ` +
      `Make a new pair with \`npx cpc-rl keys <new file>\`.`,
  );
}

/**
 * Reads public keys: one per line, where empty lines and those with `#` first are skipped, or the one
 * of a file written by {@link generateKeyPairFile}.
 *
 * @throws {@link TransportError} naming the line that holds no key.
 */
export async function readPublicKeysFile(path: string): Promise<string[]> {
  const text = await readText(path);
  const pair = keyPair.safeParse(parseJson(text));
  if (pair.success) return [pair.data.publicKey];
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, i) => {
    if (isCurveKey(line)) return [line]; // first: a key may begin with '#'
    if (line === '' || line.startsWith('#')) return [];
    throw new TransportError(`${path}:${i + 1}: expected a public key of 40 Z85 characters`);
  });
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new TransportError(
      `cannot read the key file ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). ` +
        `Make one with \`npx cpc-rl keys ${path}\`.`,
    );
  });
}

async function refuseSharedFile(path: string): Promise<void> {
  if (process.platform === 'win32') return; // no such permission bits there
  const mode = (await stat(path)).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new TransportError(
    `${path} holds a secret key but others may read it (mode ${mode.toString(8)}): ` +
      `run \`chmod 600 ${path}\`.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
