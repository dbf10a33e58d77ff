/** Mazes of rooms and corridors, after DeepMind Lab's text levels. */
export { generateMaze, type MazeRules } from './generateMaze.js';
export {
  CELL_SIZE,
  MAZE_HEIGHT,
  SIDES,
  cellAt,
  cellCentre,
  neighbourSteps,
  openCells,
  type Maze,
  type Room,
  type Side,
} from './maze.js';
export { MazePaths, UNREACHABLE } from './mazePaths.js';
export { TEXELS_PER_UNIT, mazeWalls, wallFaces, type WallFace } from './mazeWalls.js';
