import type { Readable } from 'node:stream';

/**
 * Aborts when the process that started this one ends: its end of the pipe then closes, however it
 * ended.
 *
 * @param pipe - standard input, held open by the parent and never written to.
 */
export function endWithParent(pipe: Readable): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  pipe.once('end', abort).once('close', abort).once('error', abort);
  pipe.resume(); // an unread pipe does not report its end
  return controller.signal;
}
