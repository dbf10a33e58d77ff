import type { IncomingMessage } from 'node:http';

/** A request's body cannot be taken; `status` is the answer's. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads a request's body as JSON.
 *
 * @throws {@link BodyError} if it is not declared as JSON, is longer than `mostBytes` or no JSON.
 */
export async function readJson(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  if (request.headers['content-type'] !== 'application/json') {
    throw new BodyError(415, 'expected Content-Type: application/json');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw new BodyError(413, `expected at most ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BodyError(400, 'expected JSON');
  }
}
