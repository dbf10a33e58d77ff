/** Linear probes: what can be read off features by a linear map. docs/probe.md has the method. */
export { determination, determinationInterval, type Predictions } from './determination.js';
export { ProbeError } from './errors.js';
export { takeRows, type Matrix } from './matrix.js';
export {
  PENALTIES,
  probeFeatures,
  probeMean,
  type ProbeRows,
  type ProbeScore,
} from './probeFeatures.js';
export { predict, ridgeSystem, solveRidge, type LinearMap, type RidgeSystem } from './ridge.js';
export { SinceSeen } from './sightings.js';
export { splitByEpisode, type Split } from './split.js';
