/** Damage of the kinds that break parsers, the same for the same seed. */
import { seededRandom } from '../tiny/random.ts';

type Damage = (bytes: Uint8Array<ArrayBuffer>, at: (below: number) => number) => Uint8Array<ArrayBuffer>;

const HUGE = [
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0xffff_ffff_ffff_ffffn,
  1n << 53n,
  1n << 40n,
  0n,
  0x1000_0000n,
];

const flip: Damage = (bytes, at) => {
  const copy = bytes.slice();
  for (let i = at(8); i >= 0; i--) {
    const place = at(copy.length);
    copy[place] = at(256);
  }
  return copy;
};
const cut: Damage = (bytes, at) => bytes.slice(0, at(bytes.length));
/** A number that could be a length or a count becomes an impossible one. */
const blowUp: Damage = (bytes, at) => {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  view.setBigUint64(at(copy.length - 8), HUGE[at(HUGE.length)] ?? 0n, true);
  return copy;
};
const repeat: Damage = (bytes, at) => {
  const from = at(bytes.length);
  const piece = bytes.slice(from, from + at(4096));
  const copy = new Uint8Array(bytes.length + piece.length);
  copy.set(bytes.subarray(0, from));
  copy.set(piece, from);
  copy.set(bytes.subarray(from), from + piece.length);
  return copy;
};
const DAMAGES = [flip, cut, blowUp, repeat];

/** `count` damaged files; `head` is where damage is aimed at, since most of a file is weights. */
export function* mutate(
  bytes: Uint8Array<ArrayBuffer>,
  head: number,
  count: number,
  seed: number,
): Generator<Uint8Array<ArrayBuffer>> {
  const random = seededRandom(seed);
  const at = (below: number): number => Math.floor(random() * Math.max(0, below));
  const tail = bytes.slice(head);
  for (let i = 0; i < count; i++) {
    const damage = DAMAGES[i % DAMAGES.length] ?? flip;
    const damaged = damage(bytes.slice(0, head), at);
    if (damage === cut) {
      yield damaged;
      continue;
    }
    const whole = new Uint8Array(damaged.length + tail.length);
    whole.set(damaged);
    whole.set(tail, damaged.length);
    yield whole;
  }
}
