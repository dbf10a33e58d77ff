import { spawn } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';
import { expect } from 'vitest';

const { CHROMIUM_ARGS, findChromium } = (await import(
  new URL('../../scripts/browser.mjs', import.meta.url).href
)) as { CHROMIUM_ARGS: readonly string[]; findChromium: () => string | undefined };

/** Where the browser is; undefined on a machine without one. */
export const browserPath = findChromium();

/** Starts the browser. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath!, args: [...CHROMIUM_ARGS] });
}

/** Waits for a value; machines that test are busy. */
export const eventually = <Value>(read: () => Value): ReturnType<typeof expect.poll<Value>> =>
  expect.poll(read, { timeout: 90_000 });

/** A program that serves a page. */
export interface ServedPage {
  /** As it was printed. */
  readonly url: string;
  /** Ends it as Ctrl-C does. @returns The exit code. */
  stop(): Promise<number | null>;
}

/** Starts a program on Node and waits until it prints an address. */
export function serve(args: readonly string[]): Promise<ServedPage> {
  const program = spawn(process.execPath, args);
  const ended = new Promise<number | null>((resolve) => program.once('close', resolve));
  return new Promise((resolve, reject) => {
    let output = '';
    const stop = (): Promise<number | null> => {
      program.kill('SIGINT');
      return ended;
    };
    program.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    program.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const url = /http:\/\/\S+/.exec(output)?.[0];
      if (url !== undefined) resolve({ url, stop });
    });
    void ended.then((code) => {
      reject(new Error(`${args.join(' ')} ended with ${code}: ${output}`));
    });
  });
}
