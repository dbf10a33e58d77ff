import { createRequire } from 'node:module';
import type { NativeBinding, OpAttribute } from '../nativeBackend.js';

/**
 * TensorFlow's GraphDef and SavedModel messages, written with the code that protoc generated and
 * that `@tensorflow/tfjs-node-gpu` and `@tensorflow/tfjs-node` carry.
 */

/** One operation of a graph. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `node:output`, or `^node` for "after that node". */
  readonly inputs: readonly string[];
  readonly attributes: readonly OpAttribute[];
  /** The value of a `Const`. */
  readonly constant?: Constant | undefined;
}

/** A constant tensor. */
export interface Constant {
  readonly dtype: number;
  readonly shape: readonly number[];
  /** All elements, row-major, or the first one if all are the same. */
  readonly bytes: Uint8Array;
  readonly allTheSame: boolean;
}

/** A constant from the values of an array, copied; of equal values only one is kept. */
export function constantOf(
  { shape, dtype }: Pick<Constant, 'shape' | 'dtype'>,
  { buffer, byteOffset, byteLength }: ArrayBufferView,
): Constant {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const width = byteLength / shape.reduce((product, size) => product * size, 1);
  // All elements are equal if the array equals itself, moved on by one.
  const allTheSame =
    byteLength > width &&
    VALUE_FIELDS.has(dtype) &&
    Buffer.compare(bytes.subarray(width), bytes.subarray(0, -width)) === 0;
  return {
    shape: [...shape],
    dtype,
    bytes: bytes.slice(0, allTheSame ? width : undefined),
    allTheSame,
  };
}

/** Fields of TensorProto that hold single values, and how to read one, by TensorFlow's number of the type. */
const VALUE_FIELDS: ReadonlyMap<
  number,
  readonly [field: string, read: (view: DataView) => unknown]
> = new Map([
  [1, ['FloatValList', (view) => view.getFloat32(0, LITTLE_ENDIAN)]],
  [3, ['IntValList', (view) => view.getInt32(0, LITTLE_ENDIAN)]],
  [10, ['BoolValList', (view) => view.getUint8(0) !== 0]],
]);

/** As is every machine that libtensorflow is built for. */
const LITTLE_ENDIAN = true;

/** A generated message. */
interface Message {
  serializeBinary(): Uint8Array;
  getAttrMap(): { set(key: string, value: Message): void };
}
type MessageClass = (new () => Message) & Readonly<Record<string, new () => Message>>;

/** The version of GraphDef that the operations are written for (TensorFlow 2.x). */
const PRODUCER = 2000;
const SCHEMA_VERSION = 1;
/** The tag under which the graph is loaded again. */
export const TAG = 'serve';

/** A graph as the bytes of `saved_model.pb`. */
export function encodeSavedModel(nodes: readonly GraphNode[], binding: NativeBinding): Uint8Array {
  const types = loadMessages();
  const graph = fill(new types.GraphDef(), {
    NodeList: nodes.map((node) => encodeNode(types, node, binding)),
    Versions: fill(new types.VersionDef(), { Producer: PRODUCER }),
  });
  const metaGraph = fill(new types.MetaGraphDef(), {
    MetaInfoDef: fill(new types.MetaGraphDef.MetaInfoDef!(), { TagsList: [TAG] }),
    GraphDef: graph,
  });
  const model = { SavedModelSchemaVersion: SCHEMA_VERSION, MetaGraphsList: [metaGraph] };
  return fill(new types.SavedModel(), model).serializeBinary();
}

/** Sets fields by the names of their setters. */
function fill(message: Message, fields: Readonly<Record<string, unknown>>): Message {
  const setters = message as unknown as Record<`set${string}`, (value: unknown) => void>;
  for (const [field, value] of Object.entries(fields)) setters[`set${field}`]!(value);
  return message;
}

type MessageTypes = Record<
  | 'GraphDef'
  | 'VersionDef'
  | 'MetaGraphDef'
  | 'SavedModel'
  | 'NodeDef'
  | 'AttrValue'
  | 'Tensor'
  | 'TensorShape',
  MessageClass
>;

function loadMessages(): MessageTypes {
  const require = createRequire(import.meta.url);
  const messages = 'dist/proto/api_pb'; // has no types
  try {
    return require(`@tensorflow/tfjs-node-gpu/${messages}`) as MessageTypes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return require(`@tensorflow/tfjs-node/${messages}`) as MessageTypes; // the same files
  }
}

function encodeNode(types: MessageTypes, node: GraphNode, binding: NativeBinding): Message {
  const message = fill(new types.NodeDef(), {
    Name: node.name,
    Op: node.op,
    InputList: [...node.inputs],
  });
  const attributes = message.getAttrMap();
  for (const attribute of node.attributes) {
    attributes.set(attribute.name, encodeAttribute(types, attribute, binding));
  }
  if (node.constant) attributes.set('value', encodeConstant(types, node.constant));
  return message;
}

function encodeAttribute(
  types: MessageTypes,
  { type, value }: OpAttribute,
  binding: NativeBinding,
): Message {
  const message = new types.AttrValue();
  if (type === binding.TF_ATTR_SHAPE) {
    return fill(message, { Shape: encodeShape(types, value as readonly number[]) });
  }
  // A string field of type bytes: protobuf's JavaScript would take a string for base64.
  const encode = (single: unknown): unknown =>
    type === binding.TF_ATTR_STRING ? Buffer.from(String(single)) : single;
  const field = fieldOf(type, binding);
  if (!Array.isArray(value)) return fill(message, { [field]: encode(value) });
  const list = fill(new types.AttrValue.ListValue!(), { [`${field}List`]: value.map(encode) });
  return fill(message, { List: list });
}

/** The field of AttrValue that holds an attribute of a type. */
function fieldOf(type: number, binding: NativeBinding): string {
  switch (type) {
    case binding.TF_ATTR_STRING:
      return 'S';
    case binding.TF_ATTR_INT:
      return 'I';
    case binding.TF_ATTR_FLOAT:
      return 'F';
    case binding.TF_ATTR_BOOL:
      return 'B';
    case binding.TF_ATTR_TYPE:
      return 'Type';
    default:
      throw new Error(`an attribute of the unknown type ${type}`);
  }
}

function encodeConstant(types: MessageTypes, constant: Constant): Message {
  const tensor = fill(new types.Tensor(), {
    Dtype: constant.dtype,
    TensorShape: encodeShape(types, constant.shape),
    ...contentOf(constant),
  });
  return fill(new types.AttrValue(), { Tensor: tensor });
}

/** TensorFlow repeats the last value until the tensor is full. */
function contentOf({ dtype, bytes, allTheSame }: Constant): Record<string, unknown> {
  const field = allTheSame ? VALUE_FIELDS.get(dtype) : undefined;
  if (!field) return { TensorContent: bytes };
  const [name, read] = field;
  return { [name]: [read(new DataView(bytes.buffer, bytes.byteOffset))] };
}

function encodeShape(types: MessageTypes, shape: readonly number[]): Message {
  const dimensions = shape.map((size) => fill(new types.TensorShape.Dim!(), { Size: size }));
  return fill(new types.TensorShape(), { DimList: dimensions });
}
