import type { Random } from '../../src/index.js';
import type { ColourIndex } from './colours.js';
import {
  LOOKS,
  type Key,
  type Passage,
  type Place,
  type PuzzleRules,
  type Room,
  type RoomKind,
  type Site,
  type Spot,
} from './puzzle.js';
import { shuffled } from '../shuffle.js';

const SPOTS_PER_ROOM = 2;

/** A free site, and the room beside it from which it would be entered. */
export interface FreeSite {
  readonly from: number;
  readonly site: Site;
}

/** Steps to the four neighbours of a site. */
const DIRECTIONS: readonly Site[] = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
];

/** A puzzle while it is being laid out: rooms on a grid, ways between them, keys in them. */
export class RoomGrid {
  readonly rooms: Room[] = [];
  readonly passages: Passage[] = [];
  readonly keys: Key[] = [];
  /** Things in each room so far, and the spot that the first one takes. */
  private readonly thingCounts: number[] = [];
  private readonly firstSpots: Spot[] = [];
  private readonly looks: readonly number[];

  constructor(
    private readonly rules: PuzzleRules,
    private readonly random: Random,
  ) {
    this.looks = shuffled(random, [...Array(LOOKS).keys()]);
  }

  /** Puts the first room anywhere. */
  addStartRoom(): void {
    const { gridRows, gridColumns } = this.rules;
    this.addRoom('start', [this.random.integer(gridRows), this.random.integer(gridColumns)]);
  }

  /** Puts a room on a free site. @returns the index of the passage into it. */
  addRoomBehind(
    { from, site }: FreeSite,
    { kind, door }: { kind: RoomKind; door?: ColourIndex },
  ): number {
    this.addRoom(kind, site);
    return this.addPassage({ kind: 'entry', from, to: this.rooms.length - 1, door });
  }

  /** @returns its index. */
  addPassage(passage: Passage): number {
    return this.passages.push(passage) - 1;
  }

  /** @returns its index. */
  addKey(room: number, { kind, colour }: Pick<Key, 'kind' | 'colour'>): number {
    return this.keys.push({ ...this.takeSpot(room), kind, colour }) - 1;
  }

  /** Takes a free spot of a room that has one. */
  takeSpot(room: number): Place {
    const first = this.firstSpots[room]!;
    const spot = this.thingCounts[room] === 0 ? first : first === 0 ? 1 : 0;
    this.thingCounts[room]!++;
    return { room, spot };
  }

  hasFreeSpot(room: number): boolean {
    return this.thingCounts[room]! < SPOTS_PER_ROOM;
  }

  /** Indices of all rooms that satisfy `condition`. */
  roomsWhere(condition: (room: Room, index: number) => boolean): number[] {
    return this.rooms.flatMap((room, i) => (condition(room, i) ? [i] : []));
  }

  /**
   * A free site beside one of some rooms: the nearest to the start room, so that puzzles stay compact;
   * any of them where several are equally near.
   *
   * @returns undefined if all their neighbours are taken.
   */
  freeSiteBeside(rooms: readonly number[]): FreeSite | undefined {
    const free = rooms.flatMap((from) =>
      this.neighbours(this.rooms[from]!.site)
        .filter((site) => this.roomAt(site) < 0)
        .map((site) => ({ from, site })),
    );
    const nearest = Math.min(...free.map(({ site }) => this.distanceFromStart(site)));
    const candidates = free.filter(({ site }) => this.distanceFromStart(site) === nearest);
    return candidates.length === 0 ? undefined : candidates[this.random.integer(candidates.length)];
  }

  /** All pairs of neighbouring rooms, lower index first, between which there is no passage yet. */
  separatePairs(): (readonly [from: number, to: number])[] {
    return this.rooms.flatMap(({ site }, from) =>
      this.neighbours(site)
        .map((neighbour) => this.roomAt(neighbour))
        .filter((to) => to > from && !this.areConnected(from, to))
        .map((to) => [from, to] as const),
    );
  }

  private addRoom(kind: RoomKind, site: Site): void {
    this.rooms.push({ kind, site, look: this.looks[this.rooms.length]! });
    this.thingCounts.push(0);
    this.firstSpots.push(this.random.integer(SPOTS_PER_ROOM) === 0 ? 0 : 1);
  }

  private neighbours([row, column]: Site): Site[] {
    const { gridRows, gridColumns } = this.rules;
    return DIRECTIONS.map(([north, east]): Site => [row + north, column + east]).filter(
      ([r, c]) => r >= 0 && r < gridRows && c >= 0 && c < gridColumns,
    );
  }

  /** Index of the room on a site, −1 if it is free. */
  private roomAt([row, column]: Site): number {
    return this.rooms.findIndex(({ site }) => site[0] === row && site[1] === column);
  }

  private areConnected(a: number, b: number): boolean {
    return this.passages.some(
      ({ from, to }) => (from === a && to === b) || (from === b && to === a),
    );
  }

  /** Squared, in cells: rooms lie 3 cells apart to the north and 4 to the east. */
  private distanceFromStart([row, column]: Site): number {
    const [startRow, startColumn] = this.rooms[0]!.site;
    const north = 3 * (row - startRow);
    const east = 4 * (column - startColumn);
    return north * north + east * east;
  }
}
