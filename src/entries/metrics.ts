/**
 * `@rl-tools/cpc/metrics`: the files of a run, to write and to read them (docs/formats.md). Needs no
 * TensorFlow.js.
 *
 * @packageDocumentation
 */
export {
  checkpointPath,
  createRunFolder,
  decodeSafetensors,
  encodeSafetensors,
  EpisodeLog,
  FileFormatError,
  FileWriteError,
  latestCheckpoint,
  listCheckpoints,
  lockRunFolder,
  MetricsLog,
  openRunFolder,
  readEpisodes,
  readMetrics,
  readSummary,
  RunFolderError,
  writeSummary,
} from '../metrics/index.js';
export type {
  Checkpoint,
  EpisodeRow,
  MetricsRecord,
  MetricValue,
  NewRun,
  RunFolder,
  RunLock,
  RunSummary,
  SafetensorsContent,
  StoredTensor,
} from '../metrics/index.js';
