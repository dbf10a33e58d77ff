import type { RandomState } from '../../src/index.js';
import type { LevelState } from '../level.js';
import { isBody, isFields, isRandomState, isWholeBelow } from '../stateChecks.js';
import { isMind, type BotMind } from './botMind.js';
import { FIGHTER_NUMBERS, type Fighter } from './fighter.js';
import type { Match } from './match.js';
import { drawLayout, type LasertagLayout, type LayoutRules } from './lasertagLayout.js';

/** Seeds of layouts are below this. */
export const LAYOUT_SEEDS = 2 ** 32;

/** The changing part of a match; the layout is drawn anew from its seed. */
export function saveMatch(match: Match, layoutSeed: number): LevelState {
  const { ticks, fallen, chance, fighters, bots, lights, rockets, layout } = match;
  return {
    ...{ layoutSeed, ticks, fallen: { ...fallen }, chance: chance.getState() },
    fighters: fighters.map((fighter) => ({ ...fighter, body: { ...fighter.body } })),
    minds: bots.map(({ mind }) => ({ ...mind })),
    supplies: layout.world.supplies.saveState(),
    lights: lights.saveState(),
    rockets: rockets.saveState(),
  };
}

/** What is needed to read a saved match. */
interface Reading {
  readonly match: Match;
  readonly rules: LayoutRules;
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * Takes up what {@link saveMatch} gave, on a layout drawn from the state's seed.
 *
 * @returns the layout's seed, or undefined, with nothing changed, where it cannot have given that.
 */
export function loadMatch({ match, rules, state }: Reading): number | undefined {
  const { layoutSeed, lights, rockets, supplies } = state;
  if (!isWholeBelow(layoutSeed, LAYOUT_SEEDS) || !isPlay(state, match)) return undefined;
  if (!match.lights.fits(lights) || !match.rockets.fits(rockets, match.fighters.length)) {
    return undefined;
  }
  const layout = drawLayout(layoutSeed, rules);
  if (!layout.world.supplies.fits(supplies)) return undefined;
  layout.world.supplies.loadState(supplies);
  match.lights.loadState(lights);
  match.rockets.loadState(rockets);
  takeUpPlay(state, match, layout);
  return layoutSeed;
}

/** The part of a state that says where everyone is and what they are up to. */
interface Play {
  readonly ticks: number;
  readonly fallen: Fighter['body'];
  readonly chance: RandomState;
  readonly fighters: readonly Fighter[];
  readonly minds: readonly BotMind[];
}

function isPlay(state: object, { fighters, bots, layout }: Match): state is Play {
  const limits = { cells: layout.world.maze.open.length, fighters: fighters.length };
  const { ticks, fallen, chance, fighters: others, minds } = state as Partial<Play>; // checked below
  return (
    isWholeBelow(ticks, Infinity) &&
    isBody(fallen) &&
    isRandomState(chance) &&
    isListOf(others, fighters.length, (fighter) => isFighter(fighter, fighters.length)) &&
    isListOf(minds, bots.length, (mind) => isMind(mind, limits))
  );
}

function isListOf(value: unknown, length: number, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === length && value.every(fits);
}

const FIGHTER_FIELDS = ['body', ...FIGHTER_NUMBERS].sort().join();

function isFighter(value: unknown, fighters: number): boolean {
  return (
    isFields(value) &&
    Object.keys(value).sort().join() === FIGHTER_FIELDS &&
    isBody(value.body) &&
    isWholeBelow(value.hitBy, fighters + 1) &&
    Number.isInteger(value.health) && // below 0 after the last hit
    FIGHTER_NUMBERS.every((name) => name === 'health' || isWholeBelow(value[name], Infinity))
  );
}

function takeUpPlay(play: Play, match: Match, layout: LasertagLayout): void {
  match.enter(layout);
  match.ticks = play.ticks;
  match.chance.setState(play.chance);
  Object.assign(match.fallen, play.fallen);
  match.fighters.forEach((fighter, i) => {
    const { body, ...numbers } = play.fighters[i]!;
    Object.assign(fighter, numbers);
    Object.assign(fighter.body, body);
  });
  match.bots.forEach(({ mind }, i) => Object.assign(mind, play.minds[i]!));
  match.show();
}
