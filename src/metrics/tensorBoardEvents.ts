/** Wire types of protocol buffers. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Field numbers of `tensorflow/core/util/event.proto` and `summary.proto`. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simpleValue: 2 } as const;
const SESSION_STATUS = 1;
const SESSION_START = 1;

/** Bytes of a `wall_time` field, which begins every event of {@link encodeEvent}. */
const WALL_TIME_BYTES = 9;
const FILE_VERSION = 'brain.Event:2';

/** A moment of a run. */
export interface EventTime {
  /** Seconds since 1970, UTC. */
  readonly wallTime: number;
  /** Frames. */
  readonly step: number;
}

/** The event with which a file begins. */
export function versionEvent(wallTime: number): Buffer {
  return encodeEvent({ wallTime, step: 0 }, bytes(EVENT.fileVersion, Buffer.from(FILE_VERSION)));
}

/** Says that training began anew before `step`: readers forget what they have seen from there on. */
export function sessionStartEvent(time: EventTime): Buffer {
  return encodeEvent(time, bytes(EVENT.sessionLog, varintField(SESSION_STATUS, SESSION_START)));
}

/** Scalars by their tag; float32, as the format has them. */
export function scalarsEvent(
  time: EventTime,
  scalars: readonly (readonly [tag: string, value: number])[],
): Buffer {
  const values = scalars.map(([tag, value]) => {
    const simpleValue = Buffer.alloc(5);
    simpleValue.writeUInt8(key(VALUE.simpleValue, FIXED32));
    simpleValue.writeFloatLE(value, 1);
    const encoded = Buffer.concat([bytes(VALUE.tag, Buffer.from(tag)), simpleValue]);
    return bytes(SUMMARY_VALUE, encoded);
  });
  return encodeEvent(time, bytes(EVENT.summary, Buffer.concat(values)));
}

/** The step of an event as this module writes it; 0, its default, for any other. */
export function stepOfEvent(event: Uint8Array): number {
  if (event[WALL_TIME_BYTES] !== key(EVENT.step, VARINT)) return 0;
  let step = 0;
  for (let at = WALL_TIME_BYTES + 1, unit = 1; at < event.length; at++, unit *= 128) {
    step += (event[at]! & 0x7f) * unit;
    if (event[at]! < 0x80) break;
  }
  return step;
}

function encodeEvent({ wallTime, step }: EventTime, what: Uint8Array): Buffer {
  const time = Buffer.alloc(WALL_TIME_BYTES);
  time.writeUInt8(key(EVENT.wallTime, FIXED64));
  time.writeDoubleLE(wallTime, 1);
  return Buffer.concat([time, varintField(EVENT.step, step), what]);
}

function bytes(field: number, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([key(field, BYTES), ...varint(data.length)]), data]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.from([key(field, VARINT), ...varint(value)]);
}

function key(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** Seven bits to a byte, the lowest first; above 2³¹ too. */
function varint(value: number): number[] {
  const digits: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) digits.push((value % 0x80) + 0x80);
  return [...digits, value];
}
