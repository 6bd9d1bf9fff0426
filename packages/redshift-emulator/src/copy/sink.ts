// Collects binary COPY bytes into CopyData messages of a quarter of a megabyte.

// Large enough that messages cost nothing, small enough that backpressure reacts.
const MESSAGE_BYTES = 256 * 1024;
const HEAD_BYTES = 5;
const COPY_DATA = 0x64;

/** DataView writes are 1.5 to 3 times faster here than Buffer's own. */
export class Sink {
  readonly #emit: (message: Uint8Array) => void;
  #bytes = new Uint8Array(MESSAGE_BYTES + 64 * 1024);
  #view = new DataView(this.#bytes.buffer);
  #at = HEAD_BYTES;

  constructor(emit: (message: Uint8Array) => void) {
    this.#emit = emit;
  }

  /** Must be called before writing; after it `bytes` more fit. */
  reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array((this.#at + bytes) * 2);
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  /** Bytes of the message so far. */
  get position(): number {
    return this.#at;
  }

  /** Between rows: sends what is collected when it is enough. */
  endRow(): void {
    if (this.#at >= MESSAGE_BYTES) this.flush();
  }

  flush(): void {
    if (this.#at === HEAD_BYTES) return;
    this.#view.setUint8(0, COPY_DATA);
    this.#view.setUint32(1, this.#at - 1);
    this.#emit(this.#bytes.subarray(0, this.#at));
    this.#bytes = new Uint8Array(MESSAGE_BYTES + 64 * 1024);
    this.#view = new DataView(this.#bytes.buffer);
    this.#at = HEAD_BYTES;
  }

  int8(value: number): void {
    this.#view.setInt8(this.#at, value);
    this.#at += 1;
  }

  int16(value: number): void {
    this.#view.setInt16(this.#at, value);
    this.#at += 2;
  }

  int32(value: number): void {
    this.#view.setInt32(this.#at, value);
    this.#at += 4;
  }

  int64(value: bigint): void {
    this.#view.setBigInt64(this.#at, value);
    this.#at += 8;
  }

  float32(value: number): void {
    this.#view.setFloat32(this.#at, value);
    this.#at += 4;
  }

  float64(value: number): void {
    this.#view.setFloat64(this.#at, value);
    this.#at += 8;
  }

  bytes(value: Uint8Array): void {
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }
}
