/** An act that counts, with what judging it found out. */
import type { Node } from './graph.ts';
import type { Role } from './role.ts';
import type { Ruling } from './state.ts';

export interface Accepted {
  node: Node;
  ruling: Ruling;
  /** The author's rank at the heads; undefined for the genesis. */
  rank: Role | undefined;
  /** When the author's device was certified, milliseconds since 1970. */
  certifiedAt: number;
  /** Of an admission: the role in which the account is in then. */
  arrivedAs: Role | undefined;
}
