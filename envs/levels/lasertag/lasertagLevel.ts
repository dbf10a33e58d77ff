import type { Body, Scene } from '../../engine/index.js';
import type { Info, Random } from '../../src/index.js';
import type { Action } from '../actions.js';
import type { Level, LevelState, Overlay } from '../level.js';
import { PLAYER } from './combat.js';
import { Display } from './display.js';
import { heldWeapon, inPlay } from './fighter.js';
import { drawLayout, type LasertagLayout, type LayoutRules } from './lasertagLayout.js';
import { Match, type MatchRules } from './match.js';
import { LAYOUT_SEEDS, loadMatch, saveMatch } from './matchState.js';

/** A game of lasertag. */
export interface LasertagRules extends LayoutRules, MatchRules {}

/** Tag bots (+1 each), do not tag yourself (−1); the layout is drawn anew for each episode. */
export class LasertagLevel implements Level {
  readonly player: Body;
  readonly overlays: readonly Overlay[];
  private readonly match: Match;
  private readonly display = new Display();
  private layoutSeed = 0;
  private currentScene: Scene;

  constructor(private readonly rules: LasertagRules) {
    const layout = drawLayout(this.layoutSeed, rules);
    this.match = new Match(rules, layout);
    this.player = this.match.fighters[PLAYER]!.body;
    this.overlays = this.display.overlays;
    this.currentScene = this.sceneOf(layout);
  }

  /** Another one in every episode. */
  get scene(): Scene {
    return this.currentScene;
  }

  startEpisode(random: Random): void {
    this.layoutSeed = random.integer(LAYOUT_SEEDS);
    const layout = drawLayout(this.layoutSeed, this.rules);
    this.match.enter(layout);
    this.match.begin(random.integer(LAYOUT_SEEDS));
    this.currentScene = this.sceneOf(layout);
    this.showDisplay();
  }

  afterTick({ fire }: Action): number {
    const reward = this.match.tick(fire);
    this.showDisplay();
    return reward;
  }

  info(): Info {
    const { fighters, layout } = this.match;
    const player = fighters[PLAYER]!;
    const bots = fighters.slice(1);
    const { health, armour, tags, tagged, selfTags } = player;
    return {
      ...{ health, armour, tags, tagged, selfTags, inPlay: inPlay(player) },
      weapon: heldWeapon(player, layout.world.found).name,
      rounds: player.foundRounds > 0 ? player.foundRounds : player.rapidRounds,
      botX: bots.map(({ body }) => body.x),
      botY: bots.map(({ body }) => body.y),
      botHealth: bots.map((bot) => (inPlay(bot) ? bot.health : 0)),
      botTags: bots.map((bot) => bot.tags),
    };
  }

  saveState(): LevelState {
    return saveMatch(this.match, this.layoutSeed);
  }

  loadState(state: Readonly<Record<string, unknown>>): boolean {
    const { match, rules } = this;
    const seed = loadMatch({ match, rules, state });
    if (seed === undefined) return false;
    this.layoutSeed = seed;
    this.currentScene = this.sceneOf(match.layout);
    this.showDisplay();
    return true;
  }

  private sceneOf(layout: LasertagLayout): Scene {
    return { ...layout.scene, billboards: this.match.billboards(layout) };
  }

  private showDisplay(): void {
    this.display.show(this.match.fighters[PLAYER]!, this.match.layout.world.found);
  }
}
