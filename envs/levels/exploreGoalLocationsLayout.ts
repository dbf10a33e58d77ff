import { DECALS, type Wall, type WallStyle } from '../engine/index.js';
import { Random } from '../src/index.js';
import { MAZE_THEMES, type MazeTheme } from './exploreGoalLocationsThemes.js';
import { generateMaze, mazeWalls, type Maze, type MazeRules } from './maze/index.js';
import { pick, shuffled } from './shuffle.js';

/** Share of wall faces with a picture; DeepMind Lab's `decalFrequency`. */
const DECAL_FREQUENCY = 0.1;

/** All that stays the same for an episode. Cells are given by number. */
export interface GoalLayout {
  readonly maze: Maze;
  readonly walls: readonly Wall[];
  readonly theme: MazeTheme;
  readonly goal: number;
  /** Where the player may begin: every one can reach the goal. */
  readonly spawns: readonly number[];
}

/** The layout that belongs to a seed. */
export function drawLayout(seed: number, rules: MazeRules): GoalLayout {
  const random = new Random(seed);
  const maze = generateMaze(random, rules);
  const theme = pick(random, MAZE_THEMES)();
  const goal = pick(
    random,
    maze.rooms.flatMap(({ objects }) => objects),
  );
  return {
    maze,
    theme,
    goal,
    // The generator connects all open cells, so that no spawn has to be left out.
    spawns: maze.rooms.flatMap(({ spawns }) => spawns),
    walls: mazeWalls(maze, decorator(random, theme)),
  };
}

/** Gives every face the theme's wall, or by chance a picture: no two alike while there are others. */
function decorator(random: Random, theme: MazeTheme): () => WallStyle {
  let pictures: number[] = [];
  return () => {
    if (random.float() >= DECAL_FREQUENCY) {
      return theme.wall;
    }
    if (pictures.length === 0) {
      pictures = shuffled(
        random,
        Array.from({ length: DECALS }, (_, number) => number),
      );
    }
    return theme.decal(pictures.pop()!);
  };
}
