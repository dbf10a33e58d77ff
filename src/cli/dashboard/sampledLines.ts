/** Lines of which a picture of some hundred points is made; more of them change nothing that is seen. */
const MOST_LINES = 2000;
/** A few lines are news of a run that trains, and all of them are taken. */
const FEW_LINES = 100;

/**
 * The lines that are worth reading of a part of a log: all, but of a long log that is read for the
 * first time every n-th, evenly, and the last.
 *
 * @param fileBytes - Size of the whole log.
 */
export function sampledLines(lines: readonly string[], fileBytes: number): readonly string[] {
  if (lines.length <= FEW_LINES) return lines;
  const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const stride = Math.floor((fileBytes / bytes) * (lines.length / MOST_LINES));
  if (stride <= 1) return lines;
  return lines.filter((_, i) => i % stride === 0 || i === lines.length - 1);
}
