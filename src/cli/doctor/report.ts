import type { EngineInfo } from '../../compute/index.js';

/** A program or package that was looked for: its version, or why it is not there. */
export type Finding =
  | { readonly found: true; readonly version: string }
  | { readonly found: false; readonly because: string };

/** A tensor engine that computes, or why none does. */
export type EngineFinding =
  ({ readonly found: true } & EngineInfo) | { readonly found: false; readonly because: string };

/** What `cpc-rl doctor` found out about this machine; the shape of `doctor --json`. */
export interface DoctorReport {
  /** True when training can start; advice may still make it faster. */
  readonly ready: boolean;
  readonly node: { readonly version: string; readonly supported: boolean; readonly wanted: string };
  readonly machine: {
    readonly system: string;
    readonly cores: number;
    readonly memoryGiB: number;
  };
  readonly engine: EngineFinding;
  /** NVIDIA cards that the driver knows, as `nvidia-smi` names them. */
  readonly gpus: readonly string[];
  readonly zeromq: Finding & { readonly curve: boolean };
  readonly python: Finding;
  readonly compiler: Finding;
  readonly cache: { readonly folder: string; readonly writable: boolean };
  /** For each thing that is missing, one line on how to get it. */
  readonly advice: readonly string[];
}

/** The findings that {@link adviceFor} looks at. */
export type Findings = Omit<DoctorReport, 'ready' | 'advice'>;
