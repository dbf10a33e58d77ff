/**
 * `node --import tsx test/bench/env_ours.mjs <level> <width>x<height>`: frames per second, of the clock and of
 * processor time, of one level; every tick simulated and drawn, random actions held for four ticks. `--list`
 * prints the levels.
 */
import { LEVELS, registerLevels } from '../../envs/levels/index.ts';
import { Random, make } from '../../envs/src/index.ts';

/** Of processor time: beside other work, seconds of the clock would not be enough to warm up. */
const WARM_UP_SECONDS = 1;
const TIMED_SECONDS = 3;
const FRAMES_AT_ONCE = 100;
const FRAMES_PER_ACTION = 4;

const [what, size] = process.argv.slice(2);
console.log(JSON.stringify(what === '--list' ? LEVELS.map(({ id }) => id) : rateOf(what, size)));

/** @param {string} level @param {string} size */
function rateOf(level, size) {
  registerLevels();
  const [width, height] = size.split('x').map(Number);
  const env = make(level, { width, height, actionRepeat: 1 });
  const random = new Random(1);
  env.reset({ seed: 1 });
  let action = 0;
  const play = () => {
    for (let frame = 0; frame < FRAMES_AT_ONCE; frame++) {
      if (frame % FRAMES_PER_ACTION === 0) action = random.integer(9);
      const [, , terminated, truncated] = env.step(action);
      if (terminated || truncated) env.reset();
    }
  };
  playFor(WARM_UP_SECONDS, play);
  return playFor(TIMED_SECONDS, play);
}

/** @param {number} cpuSeconds @param {() => void} play */
function playFor(cpuSeconds, play) {
  const start = performance.now();
  const before = process.cpuUsage();
  let frames = 0;
  let spent = 0;
  while (spent < cpuSeconds) {
    play();
    frames += FRAMES_AT_ONCE;
    const { user, system } = process.cpuUsage(before);
    spent = (user + system) / 1e6;
  }
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: frames / seconds, perCpuSecond: frames / spent };
}
