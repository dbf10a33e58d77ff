import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** True if a process with this id exists on this machine, whoever owns it. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // kill throws system errors only
  }
}

/**
 * When a process of this machine began, in the system's own words, so that it can be told from a
 * later one with the same id; `ended` for one that has ended but still holds its id, `null` where
 * the system does not tell.
 */
export function processStart(pid: number): string | null {
  try {
    if (existsSync('/proc/self/stat')) return startFromProc(pid);
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Source: proc(5), `/proc/<pid>/stat`: state is field 3, start time in clock ticks field 22. */
function startFromProc(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Field 2, the name in parentheses, may hold spaces.
  const [state, ...after] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // An ended process keeps its id until its parent asks for it, which in a container may be never.
  return state === 'Z' ? 'ended' : (after[18] ?? null);
}
