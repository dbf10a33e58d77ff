import { EngineSetupError } from './errors.js';

/** Minor release of TensorFlow that the addon is built against; patch releases are welcome. */
export const TENSORFLOW_RELEASE = '2.21';

/** `gpu` brings CUDA kernels (and runs on the CPU where there is no card); `cpu` is smaller. */
export type EngineVariant = 'cpu' | 'gpu';

/** The machine that an engine is built for. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** Version of glibc, `'2.36'`; undefined on other systems and on other C libraries. */
  readonly glibc: string | undefined;
}

/** Which wheel carries libtensorflow for a machine, and what is taken out of it. */
export interface WheelChoice {
  readonly project: 'tensorflow' | 'tensorflow-cpu';
  /** Requirement as pip reads it. */
  readonly requirement: string;
  /** pip's platform tags that run on the machine, newest first. */
  readonly platformTags: readonly string[];
  /** Shared libraries in the wheel's folder `tensorflow/`, in link order. */
  readonly libraries: readonly string[];
  /** Size of the download in megabytes, to tell people what to expect. */
  readonly megabytes: number;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  // The report types its header as a bare object; this field is documented for glibc systems.
  const report = process.report.getReport() as {
    header?: { glibcVersionRuntime?: string };
  };
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: report.header?.glibcVersionRuntime,
  };
}

const OLDEST_GLIBC_MINOR = 27; // TensorFlow 2.21 wheels are manylinux_2_27
const FIRST_MANYLINUX_MINOR = 5;

/**
 * Chooses the wheel for a machine.
 *
 * @throws {@link EngineSetupError} where no wheel with a C library exists.
 */
export function chooseWheel(machine: Machine, variant: EngineVariant): WheelChoice {
  if (machine.platform === 'linux') return linuxWheel(machine, variant);
  if (machine.platform === 'darwin' && machine.arch === 'arm64') return macWheel(variant);
  throw new EngineSetupError(
    `no TensorFlow ${TENSORFLOW_RELEASE} wheel with a C library exists for ` +
      `${machine.platform}-${machine.arch}; there is one for linux-x64, linux-arm64 and darwin-arm64`,
  );
}

function linuxWheel(machine: Machine, variant: EngineVariant): WheelChoice {
  const cpuArch = machine.arch === 'x64' ? 'x86_64' : machine.arch === 'arm64' ? 'aarch64' : null;
  if (cpuArch === null) {
    throw new EngineSetupError(
      `no TensorFlow ${TENSORFLOW_RELEASE} wheel exists for linux-${machine.arch}, only for x64 and arm64`,
    );
  }
  if (variant === 'gpu' && cpuArch !== 'x86_64') {
    throw new EngineSetupError(
      'the wheel for linux-arm64 holds no CUDA kernels; leave out --gpu to set up the CPU engine',
    );
  }
  // Only x86_64 has a wheel without CUDA under a name of its own.
  const project = cpuArch === 'x86_64' && variant === 'cpu' ? 'tensorflow-cpu' : 'tensorflow';
  return {
    project,
    requirement: `${project}==${TENSORFLOW_RELEASE}.*`,
    platformTags: manylinuxTags(machine.glibc, cpuArch),
    libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    megabytes: variant === 'gpu' ? 572 : cpuArch === 'x86_64' ? 274 : 282,
  };
}

/** Every manylinux tag that a machine's glibc can run: older pips do not derive them themselves. */
function manylinuxTags(glibc: string | undefined, cpuArch: string): string[] {
  const minor = Number(/^2\.(\d+)/.exec(glibc ?? '')?.[1] ?? 0);
  if (minor < OLDEST_GLIBC_MINOR) {
    throw new EngineSetupError(
      `TensorFlow ${TENSORFLOW_RELEASE} needs glibc 2.${OLDEST_GLIBC_MINOR} or newer, ` +
        `this system has ${glibc ?? 'another C library'}`,
    );
  }
  const tags = [];
  for (let m = minor; m >= FIRST_MANYLINUX_MINOR; m--) tags.push(`manylinux_2_${m}_${cpuArch}`);
  return [...tags, `manylinux2014_${cpuArch}`, `manylinux2010_${cpuArch}`, `manylinux1_${cpuArch}`];
}

function macWheel(variant: EngineVariant): WheelChoice {
  if (variant === 'gpu') {
    throw new EngineSetupError('there is no CUDA on macOS; leave out --gpu');
  }
  return {
    project: 'tensorflow',
    requirement: `tensorflow==${TENSORFLOW_RELEASE}.*`,
    platformTags: ['macosx_12_0_arm64'],
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    megabytes: 223,
  };
}
