import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineSetupError } from './errors.js';
import type { WheelChoice } from './platform.js';
import { failureLines, runProcess } from './runProcess.js';

/** A wheel to fetch and what to take out of it. */
export interface WheelRequest {
  /** Python that has pip and unpacks the wheel. */
  readonly python: string;
  readonly requirement: string;
  readonly platformTags: readonly string[];
  /** Paths inside the wheel; a path ending in `/` stands for all that lies below it. */
  readonly wanted: readonly string[];
  /** Folder that receives the wanted files under their paths in the wheel. */
  readonly into: string;
}

/** Headers that the addon's source includes, directly or not, and the licences of what is kept. */
const HEADER_FOLDERS = [
  'tensorflow/c/',
  'tensorflow/core/platform/',
  'tsl/platform/',
  'xla/tsl/c/',
];

/** What is taken out of TensorFlow's own wheel. */
export function tensorflowFiles(choice: WheelChoice): string[] {
  return [
    ...choice.libraries.map((library) => `tensorflow/${library}`),
    ...HEADER_FOLDERS.map((folder) => `tensorflow/include/${folder}`),
    '*.dist-info/',
  ];
}

/**
 * Fetches a wheel with pip, which checks it against the index's hash, and unpacks the wanted files,
 * each checked against its CRC. A wheel that turns out damaged is fetched once more, past pip's cache.
 *
 * @throws {@link EngineSetupError} with pip's or the unpacker's last words.
 */
export async function fetchWheel(request: WheelRequest): Promise<void> {
  try {
    await fetchOnce(request, []);
  } catch (error) {
    if (!(error instanceof DamagedWheelError)) throw error;
    await fetchOnce(request, ['--no-cache-dir']);
  }
}

class DamagedWheelError extends EngineSetupError {}

async function fetchOnce(request: WheelRequest, pipOptions: readonly string[]): Promise<void> {
  const folder = join(request.into, '.download');
  mkdirSync(folder, { recursive: true });
  try {
    await unpack(await download(request, { folder, pipOptions }), request);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function download(
  { python, requirement, platformTags }: WheelRequest,
  { folder, pipOptions }: { readonly folder: string; readonly pipOptions: readonly string[] },
): Promise<string> {
  // The Python that runs pip need not be the one the wheel is for: only its C libraries are used.
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const platforms = platformTags.flatMap((tag) => ['--platform', tag]);
  const quiet = ['--quiet', '--progress-bar', 'off', '--disable-pip-version-check', '--no-input'];
  const pip = await runProcess({
    command: python,
    args: [
      ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', ...quiet, ...target],
      ...[...platforms, ...pipOptions, '--dest', folder, requirement],
    ],
    // Downloading installs nothing, so the user's "only inside a virtual environment" does not apply.
    env: { PIP_REQUIRE_VIRTUALENV: '0' },
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (pip.ok && wheel !== undefined) return join(folder, wheel);
  const message = `pip could not download ${requirement}: ${failureLines(pip) || 'it left no wheel'}`;
  throw pip.stderr.includes('DO NOT MATCH THE HASHES')
    ? new DamagedWheelError(message)
    : new EngineSetupError(message);
}

const DAMAGED = 65; // EX_DATAERR of sysexits.h

/** Unpacks in Python, which is there anyway: Node has no zip reader, and `unzip` may not be installed. */
const UNPACK = `
import fnmatch, sys, zipfile, zlib
wheel, into, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
try:
    with zipfile.ZipFile(wheel) as archive:
        for pattern in wanted:
            glob = pattern + '*' if pattern.endswith('/') else pattern
            names = [name for name in archive.namelist() if fnmatch.fnmatchcase(name, glob)]
            if not names:
                sys.exit('nothing in the wheel matches ' + pattern)
            for name in names:
                archive.extract(name, into)
except (zipfile.BadZipFile, zlib.error, EOFError) as error:
    print(error, file=sys.stderr)
    sys.exit(${DAMAGED})
`;

async function unpack(wheel: string, { python, into, wanted }: WheelRequest): Promise<void> {
  const result = await runProcess({
    command: python,
    args: ['-c', UNPACK, wheel, into, ...wanted],
  });
  if (result.ok) return;
  const message = `${basename(wheel)} could not be unpacked: ${failureLines(result)}`;
  throw result.exitCode === DAMAGED
    ? new DamagedWheelError(message)
    : new EngineSetupError(message);
}
