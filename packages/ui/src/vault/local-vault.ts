/** [C3] The port to what the interface keeps on this device: Yjs documents whose updates are sealed before they are stored. */
import type { Doc } from 'yjs';

/** The origin of Yjs transactions that bring in what another window kept. */
export const FROM_KEPT = 'kept';

export interface KeptDocument {
  /** Holds what was kept; every later update is kept as well. Its client id is for whoever edits it to set. */
  doc: Doc;
  /** Kept updates that could not be opened with the key and were thrown away. */
  discarded: number;
  /** Resolves when everything up to now is stored, and what other windows stored is in the document. */
  flush: () => Promise<void>;
  close: () => Promise<void>;
  /** Forgets everything kept under this purpose, and closes. */
  reset: () => Promise<void>;
}

export interface LocalVault {
  /** Opens the document kept under a purpose, such as `desk` or `canvas/CHANNEL`. */
  open: (purpose: string) => Promise<KeptDocument>;
}

/** Makes the vault of an account. `key` is base64url of 32 bytes, as `draft.key` gives it. */
export type OpenVault = (options: { account: string; key: string }) => LocalVault;
