/**
 * A signal that aborts on the first Ctrl-C or SIGTERM, so that work can end in order. The second
 * one ends the process at once.
 */
export function abortOnSignals(what: 'training' | 'actor'): AbortSignal {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(1);
    if (what === 'training') {
      process.stderr.write(`\n${name}: ending after this update; once more to end at once.\n`);
    }
    controller.abort(new Error(`ended by ${name}`));
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  return controller.signal;
}
