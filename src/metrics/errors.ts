/** A file does not hold what its format says. The message names the file and the place in it. */
export class FileFormatError extends Error {
  override readonly name = 'FileFormatError';
}

/** A file or folder could not be written; whatever stood there before is untouched. */
export class FileWriteError extends Error {
  override readonly name = 'FileWriteError';
}

/** A run folder cannot be created, opened or locked. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}

/** Pictures or settings from which no picture file can be made. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
