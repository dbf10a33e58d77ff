import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // that is what the flag exposes

/** Bytes on the heap that are still in use after a collection. */
export function heapInUse(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
