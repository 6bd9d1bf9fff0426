// MurmurHash3 (x86, 128 bits; Austin Appleby, public domain) of a range of bytes.

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;
const BLOCK = 16;

const turned = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function mixed(word: number): number {
  let mixing = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35);
  return mixing ^ (mixing >>> 16);
}

export class Murmur3 {
  /** The hash of the last call, as little-endian words. */
  readonly words = new Int32Array(4);
  private readonly seed: readonly [number, number, number, number];
  private memory: ArrayBufferLike = new ArrayBuffer(0);
  private view = new DataView<ArrayBufferLike>(this.memory);

  /** A seed of 128 bits: each of the four lanes begins with a word of its own, where the original takes the same for all. */
  constructor(seed: readonly [number, number, number, number]) {
    this.seed = seed;
  }

  update(bytes: Uint8Array, from: number, to: number): void {
    if (bytes.buffer !== this.memory) {
      this.memory = bytes.buffer;
      this.view = new DataView(bytes.buffer);
    }
    const { view } = this;
    let [a, b, c, d] = this.seed;
    let at = bytes.byteOffset + from;
    const end = bytes.byteOffset + to;
    for (const last = end - BLOCK; at <= last; at += BLOCK) {
      a ^= Math.imul(turned(Math.imul(view.getInt32(at, true), C1), 15), C2);
      a = (Math.imul((turned(a, 19) + b) | 0, 5) + 0x561ccd1b) | 0;
      b ^= Math.imul(turned(Math.imul(view.getInt32(at + 4, true), C2), 16), C3);
      b = (Math.imul((turned(b, 17) + c) | 0, 5) + 0x0bcaa747) | 0;
      c ^= Math.imul(turned(Math.imul(view.getInt32(at + 8, true), C3), 17), C4);
      c = (Math.imul((turned(c, 15) + d) | 0, 5) + 0x96cd1c35) | 0;
      d ^= Math.imul(turned(Math.imul(view.getInt32(at + 12, true), C4), 18), C1);
      d = (Math.imul((turned(d, 13) + a) | 0, 5) + 0x32ac3b17) | 0;
    }
    a ^= Math.imul(turned(Math.imul(rest(view, at, end), C1), 15), C2);
    b ^= Math.imul(turned(Math.imul(rest(view, at + 4, end), C2), 16), C3);
    c ^= Math.imul(turned(Math.imul(rest(view, at + 8, end), C3), 17), C4);
    d ^= Math.imul(turned(Math.imul(rest(view, at + 12, end), C4), 18), C1);
    const length = to - from;
    a ^= length;
    b ^= length;
    c ^= length;
    d ^= length;
    a = (a + b + c + d) | 0;
    b = (b + a) | 0;
    c = (c + a) | 0;
    d = (d + a) | 0;
    a = mixed(a);
    b = mixed(b);
    c = mixed(c);
    d = mixed(d);
    const { words } = this;
    a = (a + b + c + d) | 0;
    words[0] = a;
    words[1] = b + a;
    words[2] = c + a;
    words[3] = d + a;
  }
}

/** Up to four bytes before `end` as a word, 0 for those that are not there. */
function rest(view: DataView, at: number, end: number): number {
  const bytes = end - at;
  if (bytes >= 4) return view.getInt32(at, true);
  if (bytes <= 0) return 0;
  let word = view.getUint8(at);
  if (bytes > 1) word |= view.getUint8(at + 1) << 8;
  if (bytes > 2) word |= view.getUint8(at + 2) << 16;
  return word;
}
