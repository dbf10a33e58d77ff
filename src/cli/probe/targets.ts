import { Wrapper } from '@rl-tools/env';
import type { Env, Info } from '@rl-tools/env';
import { LevelEnv } from '@rl-tools/env/levels';
import { SinceSeen } from '../../probe/index.js';
import type { TargetName } from './features.js';

/** Values of the targets at one moment; a target that has none then is left out. */
export type TargetValues = Partial<Record<TargetName, readonly number[]>>;

/** Reads targets off environments, moment by moment. */
export class TargetReader {
  readonly #sinceSeen: SinceSeen[] = [];

  /**
   * Targets of one environment's present moment; call it once for each.
   *
   * @param row - Index of the environment.
   */
  read(row: number, moment: { env: Env; info: Info; isFirst: boolean }): TargetValues {
    const { env, info, isFirst } = moment;
    const steps = this.#stepsSinceSeen(row, env, isFirst);
    const { x, y, headingDegrees } = info;
    return {
      ...(isNumber(x) && isNumber(y) ? { position: [x, y] } : {}),
      ...(isNumber(headingDegrees) ? { heading: unitVector(headingDegrees) } : {}),
      ...(steps === undefined ? {} : { stepsSinceSeen: [steps] }),
    };
  }

  #stepsSinceSeen(row: number, env: Env, isFirst: boolean): number | undefined {
    const level = env instanceof Wrapper ? env.unwrapped : env;
    if (!(level instanceof LevelEnv)) return undefined;
    if (isFirst) this.#sinceSeen[row] = new SinceSeen();
    return this.#sinceSeen[row]!.next(level.seesItem());
  }
}

/** A heading as a point of the unit circle: degrees would jump where a turn is complete. */
function unitVector(degrees: number): [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
