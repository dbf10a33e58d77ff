import { EngineError } from './engineError.js';
import { activateCpu } from './engines/cpu.js';
import { activateTensorflow } from './engines/tensorflow.js';
import { activateWasm } from './engines/wasm/index.js';
import type { ActivationRequest, ActiveEngine, EngineName } from './engines/activeEngine.js';

export type { EngineName } from './engines/activeEngine.js';

/** What a program wants to compute with. */
export interface EngineOptions extends Omit<ActivationRequest, 'threads'> {
  /** `auto`, the default: the fastest that is there. A named engine is used or refused, never replaced. */
  readonly preferred?: 'auto' | EngineName | undefined;
  /**
   * Threads of the native engine, at least 1; all cores unless said otherwise. Results repeat bit for
   * bit for the same number of threads, not across numbers.
   */
  readonly threads?: number | undefined;
}

/** What the program computes with. */
export interface EngineInfo extends ActiveEngine {
  /** Why it is not a faster engine, and how to get that one. */
  readonly fellBackBecause?: string;
}

const FASTEST_FIRST = [
  { name: 'tensorflow', activate: activateTensorflow },
  { name: 'wasm', activate: activateWasm },
  { name: 'cpu', activate: activateCpu },
] as const;

/**
 * Chooses the tensor engine of this process and makes it TensorFlow.js's backend, gradients included.
 * Call it once, before the first tensor. A program calls it; the plug-in never does: its host has chosen.
 *
 * @throws {@link EngineError} if a named engine cannot be used, or `threads` is not a positive integer.
 */
export async function chooseEngine(options: EngineOptions = {}): Promise<EngineInfo> {
  const { preferred = 'auto', ...request } = options;
  const { threads } = request;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new EngineError(`chooseEngine: threads: expected a positive integer, got ${threads}.`);
  }
  const candidates = FASTEST_FIRST.filter(({ name }) => preferred === 'auto' || preferred === name);
  const failures: string[] = [];
  for (const { name, activate } of candidates) {
    try {
      const engine = await activate(request);
      return failures.length === 0 ? engine : { ...engine, fellBackBecause: failures.join('; ') };
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new EngineError(
    `chooseEngine: no engine for preferred "${preferred}": ${failures.join('; ')}`,
  );
}
