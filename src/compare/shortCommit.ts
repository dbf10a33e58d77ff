/** So many digits tell a commit. */
const DIGITS = 12;

/** A commit for people; what was changed beside it (`<hash>+…`) stays. */
export function shortCommit(commit: string): string {
  const [hash = '', changes] = commit.split('+', 2);
  return `${hash.slice(0, DIGITS)}${changes === undefined ? '' : `+${changes}`}`;
}
