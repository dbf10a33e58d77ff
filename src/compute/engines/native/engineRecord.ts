import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** File inside an engine's folder that says the engine is whole, and what it is. */
export const RECORD_FILE = 'engine.json';

const engineRecord = z.strictObject({
  /** Full version of libtensorflow, as the loaded library itself reports it. */
  tensorflow: z.string(),
  variant: z.enum(['cpu', 'gpu']),
  /** How it came: built against a wheel, or downloaded whole. */
  origin: z.enum(['wheel', 'stock download']),
  /** Path of the addon below the engine's folder. */
  addon: z.string(),
  /** Size in bytes of every file that must be there, by path below the engine's folder. */
  files: z.record(z.string(), z.int().min(0)),
});

/** What is written about an engine once it is complete and has computed something. */
export type EngineRecord = z.infer<typeof engineRecord>;

/** An engine that is complete and ready to be loaded. */
export interface InstalledEngine {
  readonly folder: string;
  readonly record: EngineRecord;
}

/**
 * The engine in a folder, or `null` where there is none or it is damaged. Looks at the record and at
 * the size of each file, not at their contents: it costs about a millisecond.
 */
export function readInstalledEngine(folder: string): InstalledEngine | null {
  try {
    const record = engineRecord.parse(
      JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')) as unknown,
    );
    const whole = Object.entries(record.files).every(
      ([path, bytes]) => statSync(join(folder, path)).size === bytes,
    );
    return whole ? { folder, record } : null;
  } catch {
    return null; // absent, unreadable or incomplete: all mean that it has to be built
  }
}
