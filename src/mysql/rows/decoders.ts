// How a value of each kind is taken from its packet and given to its column.
import type { ValueSink } from '../../contract/value-sink.js';
import * as wire from './wire.js';

/** Answers what the column held of the value; -1: it wants it as text. */
export type Decoder = (bytes: Buffer, at: number, end: number) => number;

const asText: Decoder = () => -1;

export function decoderFor(sink: ValueSink, kind: number): Decoder {
  switch (kind) {
    case wire.BYTES:
      return sink.addBytes === undefined ? asText : ofBytes(sink as Taking<'addBytes'>);
    case wire.INT64:
    case wire.UINT64:
      return sink.addLong === undefined ? asText : ofLongs(sink as Taking<'addLong'>, kind === wire.UINT64);
    case wire.FLOAT:
    case wire.DOUBLE:
      return sink.addReal === undefined ? asText : ofReals(sink as Taking<'addReal'>, kind);
    case wire.DATE:
    case wire.DATETIME:
      return sink.addTime === undefined ? asText : ofTimes(sink as Taking<'addTime'>);
    case wire.TIME:
      return asText;
    default:
      return sink.addInt === undefined ? asText : ofInts(sink as Taking<'addInt'>, kind);
  }
}

type Taking<Method extends keyof ValueSink> = Required<Pick<ValueSink, Method>>;

function ofBytes(sink: Taking<'addBytes'>): Decoder {
  return (bytes, at, end) => sink.addBytes(bytes, at, end);
}

function ofInts(sink: Taking<'addInt'>, kind: number): Decoder {
  switch (kind) {
    case wire.INT8:
      return (bytes, at) => sink.addInt((byte(bytes, at) << 24) >> 24);
    case wire.UINT8:
      return (bytes, at) => sink.addInt(byte(bytes, at));
    case wire.INT16:
      return (bytes, at) => sink.addInt((short(bytes, at) << 16) >> 16);
    case wire.UINT16:
      return (bytes, at) => sink.addInt(short(bytes, at));
    case wire.INT32:
      return (bytes, at) => sink.addInt(word(bytes, at));
    default:
      return (bytes, at) => sink.addInt(word(bytes, at) >>> 0);
  }
}

function ofLongs(sink: Taking<'addLong'>, unsigned: boolean): Decoder {
  return (bytes, at) => sink.addLong(word(bytes, at), word(bytes, at + 4), unsigned);
}

const words = new Int32Array(2);
const asDouble = new Float64Array(words.buffer);

function ofReals(sink: Taking<'addReal'>, kind: number): Decoder {
  if (kind === wire.FLOAT) return (bytes, at) => sink.addReal(bytes.readFloatLE(at));
  return (bytes, at) => {
    words[0] = word(bytes, at);
    words[1] = word(bytes, at + 4);
    return sink.addReal(asDouble[0] as number);
  };
}

/** The server leaves out what is zero: the fraction, the time of day, and of a zero date everything. */
function ofTimes(sink: Taking<'addTime'>): Decoder {
  return (bytes, at, end) => {
    if (at === end) return -1;
    let seconds = 0;
    if (end - at > 4) seconds = byte(bytes, at + 4) * 3_600 + byte(bytes, at + 5) * 60 + byte(bytes, at + 6);
    const micros = end - at > 7 ? word(bytes, at + 7) : 0;
    return sink.addTime(short(bytes, at), byte(bytes, at + 2), byte(bytes, at + 3), seconds, micros);
  };
}

const byte = (bytes: Buffer, at: number): number => bytes[at] as number;
const short = (bytes: Buffer, at: number): number => byte(bytes, at) | (byte(bytes, at + 1) << 8);
/** 32 bits, signed. */
export const word = (bytes: Buffer, at: number): number =>
  byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
