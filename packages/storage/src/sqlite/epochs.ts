/** The numbers that packed headers use for epochs. */
import { idFromBytes, plexiError } from '@plexi/protocol';
import { plainBytes, type Statements } from './statements.ts';

export interface Epochs {
  /** The number of an epoch in a space, by the space's number; a new one where it has none yet. */
  numberOf(owner: number, epoch: Uint8Array): number;
  epochOf(number: number): Uint8Array;
  /** To be called after a rollback and after deleting. */
  forget: () => void;
}

/** Epochs remembered; beyond that they are looked up again. */
const REMEMBERED = 4096;

export const openEpochs = (statements: Statements): Epochs => {
  const numbers = new Map<string, number>();
  const epochs = new Map<number, Uint8Array>();
  const forget = (): void => {
    numbers.clear();
    epochs.clear();
  };
  return {
    numberOf: (owner, epoch) => {
      const key = `${owner}/${idFromBytes<string>(epoch)}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      if (numbers.size >= REMEMBERED) forget();
      const found = statements.get<{ id: number }>(
        'SELECT id FROM epoch WHERE space = ? AND epoch = ?',
        owner,
        epoch,
      );
      const number =
        found?.id ?? statements.run('INSERT INTO epoch (space, epoch) VALUES (?, ?)', owner, epoch).rowId;
      numbers.set(key, number);
      return number;
    },
    epochOf: (number) => {
      const known = epochs.get(number);
      if (known !== undefined) return known;
      const row = statements.get<{ epoch: Uint8Array }>('SELECT epoch FROM epoch WHERE id = ?', number);
      if (row === undefined) throw plexiError('STORE_CORRUPT', { detail: 'an epoch is missing' });
      if (epochs.size >= REMEMBERED) forget();
      const epoch = plainBytes(row.epoch);
      epochs.set(number, epoch);
      return epoch;
    },
    forget,
  };
};
