import { failureLines, runProcess } from './runProcess.js';

/** A program found on this machine. */
export interface Tool {
  readonly command: string;
  /** First line of what it says about its version. */
  readonly version: string;
}

/** A Python that can run pip. */
export interface PythonTool extends Tool {
  readonly pipVersion: string;
}

/** What was looked for and not found, with the reason in the tool's own words. */
export interface MissingTool {
  readonly missing: string;
  readonly because: string;
}

const QUESTION_LIMIT_MS = 20_000;

/** Finds a Python with pip: `$PYTHON`, `python3`, `python`, whichever answers first. */
export async function findPython(): Promise<PythonTool | MissingTool> {
  const commands = candidates('PYTHON', ['python3', 'python']);
  let because = notFound(commands);
  for (const command of commands) {
    const python = await ask(command, ['--version']);
    if (python === null) continue;
    const pip = await runProcess({
      command,
      args: ['-m', 'pip', '--version'],
      timeLimitMs: QUESTION_LIMIT_MS,
    });
    if (pip.ok) {
      return { command, version: python, pipVersion: /^pip (\S+)/.exec(pip.stdout)?.[1] ?? '?' };
    }
    because = `${command} has no pip (${failureLines(pip)})`;
  }
  return { missing: 'pip', because };
}

/** Finds a C++ compiler: `$CXX`, `c++`, `g++`, `clang++`, whichever answers first. */
export async function findCompiler(): Promise<Tool | MissingTool> {
  const commands = candidates('CXX', ['c++', 'g++', 'clang++']);
  for (const command of commands) {
    const version = await ask(command, ['--version']);
    if (version !== null) return { command, version };
  }
  return { missing: 'C++ compiler', because: notFound(commands) };
}

/** Narrows the result of a search. */
export function isMissing(tool: Tool | MissingTool): tool is MissingTool {
  return 'missing' in tool;
}

function candidates(variable: string, names: readonly string[]): string[] {
  const chosen = process.env[variable];
  return chosen === undefined || chosen === '' ? [...names] : [chosen];
}

function notFound(commands: readonly string[]): string {
  return `${commands.join(', ')}: not found`;
}

async function ask(command: string, args: readonly string[]): Promise<string | null> {
  const answer = await runProcess({ command, args, timeLimitMs: QUESTION_LIMIT_MS });
  return answer.ok ? (answer.stdout.trim().split('\n')[0] ?? '') : null;
}
