/** What a run writes: its folder, logs, checkpoints' files, progress line, pictures and summary. */
export { readClock, type Clock } from './clock.js';
export { makeFolderDurably, writeFileDurably, writeFolderDurably } from './durable.js';
export { readEpisodeColumns, type EpisodeColumns } from './episodeColumns.js';
export { EPISODE_HEADER, EpisodeLog, readEpisodes, type EpisodeRow } from './episodeLog.js';
export { FileFormatError, FileWriteError, ImageError, RunFolderError } from './errors.js';
export { LineLog } from './lineLog.js';
export {
  formatDuration,
  formatProgress,
  formatTimeSpent,
  type Progress,
} from './formatProgress.js';
export { encodeGif, type GifFrame, type GifOptions } from './gif.js';
export { renderLearningCurve, runningMean, type LearningCurve } from './learningCurve.js';
export {
  MetricsLog,
  readMetrics,
  type MetricsRecord,
  type MetricsSink,
  type MetricValue,
} from './metricsLog.js';
export { parseJson } from './parseJson.js';
export { ProgressLine, type ProgressOptions, type ProgressStream } from './progress.js';
export { RETURN_WINDOW, RecentMean } from './recentMean.js';
export {
  checkpointPath,
  createRunFolder,
  latestCheckpoint,
  listCheckpoints,
  openRunFolder,
  type Checkpoint,
  type NewRun,
  type RunFolder,
} from './runFolder.js';
export { isRunLocked, lockRunFolder, type RunLock } from './runLock.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsContent,
  type StoredTensor,
} from './safetensors.js';
export {
  readSummary,
  summarySchema,
  writeSummary,
  type RunEnvironment,
  type RunSummary,
} from './summary.js';
export { scalarsOf, TensorBoardLog } from './tensorBoardLog.js';
