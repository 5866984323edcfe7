/**
 * Looks for damage in a write-ahead log (https://sqlite.org/fileformat2.html#the_write_ahead_log).
 *
 * SQLite takes the first frame whose checksum fails for the end of the log, as a power cut in the middle of a write leaves
 * it, and everything behind it silently never was. Here that would be more than lost messages: a device would use sequence
 * numbers a second time [K7]. A power cut can tear one transaction only, the one that was not yet acknowledged. So where
 * the failing frame has the ends of two transactions at or behind it, an acknowledged one is damaged.
 */
import { readFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit says in which byte order checksums are. */
const MAGIC = 0x377f0682;
const PAGE_SIZES = { least: 512, most: 65_536 };

type Sums = readonly [number, number];

/** SQLite's checksum of `bytes`, a multiple of 8, going on from `sums`. */
const addUp = (
  bytes: DataView,
  from: number,
  to: number,
  littleEndian: boolean,
  [first, second]: Sums,
): Sums => {
  let [a, b] = [first, second];
  for (let at = from; at < to; at += 8) {
    a = (a + bytes.getUint32(at, littleEndian) + b) | 0;
    b = (b + bytes.getUint32(at + 4, littleEndian) + a) | 0;
  }
  return [a, b];
};

const matches = (bytes: DataView, at: number, [a, b]: Sums): boolean =>
  bytes.getInt32(at) === a && bytes.getInt32(at + 4) === b;

const readLog = (path: string): DataView | undefined => {
  try {
    const bytes = readFileSync(path);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Whether the log at `path` has lost a transaction that was acknowledged. To be asked with the database locked. */
export const isLogDamaged = (path: string): boolean => {
  const bytes = readLog(path);
  if (bytes === undefined || bytes.byteLength <= HEADER_BYTES) return false;
  const magic = bytes.getUint32(0);
  const pageBytes = bytes.getUint32(8);
  const littleEndian = (magic & 1) === 0;
  let sums = addUp(bytes, 0, HEADER_BYTES - 8, littleEndian, [0, 0]);
  // The header is on disk before any frame is written, and lies within one sector.
  if ((magic & ~1) !== MAGIC || !matches(bytes, HEADER_BYTES - 8, sums)) return true;
  if (pageBytes < PAGE_SIZES.least || pageBytes > PAGE_SIZES.most) return true;

  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  let broken = false;
  let ends = 0;
  for (let at = HEADER_BYTES; at + frameBytes <= bytes.byteLength; at += frameBytes) {
    const current =
      bytes.getUint32(at + 8) === bytes.getUint32(16) && bytes.getUint32(at + 12) === bytes.getUint32(20);
    if (!broken) {
      sums = addUp(bytes, at, at + 8, littleEndian, sums);
      sums = addUp(bytes, at + FRAME_HEADER_BYTES, at + frameBytes, littleEndian, sums);
      broken = !current || !matches(bytes, at + 16, sums);
    }
    const endsTransaction = bytes.getUint32(at + 4) !== 0;
    // Frames of an earlier use of the file, which is written over from its beginning, have another salt.
    if (broken && current && endsTransaction) ends++;
  }
  return ends >= 2;
};
