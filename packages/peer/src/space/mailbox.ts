/** Mail within a space [G6]: what a member tells the devices of some others. It is kept until it was acted on. */
import { openToDevice, sealToDevices } from '@plexi/crypto/sealing';
import {
  type AccountId,
  accountOf,
  boundedBytes,
  type DeviceId,
  decodeLetter,
  decodeMail,
  type EntryId,
  encodeLetter,
  encodeMail,
  type Hlc,
  hlcToMs,
  ID_BYTES,
  idField,
  isKnown,
  isPlexiError,
  type Letter,
  LIMITS,
  type LogRef,
  type Primitives,
  plexiError,
  readCbor,
  type Written,
  writeCbor,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { z } from 'zod';
import type { SpaceContext } from './context.ts';
import type { Writer } from './writer.ts';

/** An opened entry of the mail channel. */
export interface Mail {
  entry: EntryId;
  log: LogRef;
  sequence: number;
  clock: Hlc;
  plain: Uint8Array;
}

/** A letter to this device, and who wrote it: a member, or one of old. */
export interface Received<Kind extends Letter = Letter> {
  letter: Kind;
  account: AccountId;
  device: DeviceId;
  /** Where it was written, and what its author knew of governance. */
  written: Written;
  /** When it was written, by its entry's clock: milliseconds since 1970. */
  ms: number;
}

export interface Mailbox {
  /** Acts on mail that arrived, or that was left from before a crash. */
  take(mail: readonly Mail[]): Promise<void>;
  /** Mail that was not acted on yet. */
  left(): Promise<Mail[]>;
  /** Governance changed: what waited for it is acted on. */
  look(): void;
  /** Writes to the devices with these X25519 keys; to be called within the replica's queue. Gives where, if there are any. */
  send(boxKeys: readonly Uint8Array[], letter: Letter): Promise<Written | undefined>;
}

const KIND = 'letter';
const RECORD_BYTES = LIMITS.mailBytes + 1024;
const recordShape = z.tuple([
  idField<DeviceId>(),
  z.int().min(0),
  z.int().min(1),
  z.int().min(0),
  boundedBytes(LIMITS.mailBytes + 1024),
]);

const PURPOSE = 'plexi/mail/1\0';
/** A mail looks as if it were to so many devices at least, and then to a power of two of them. */
const FEWEST_DEVICES = 8;
/** After which time a disk may take what it refused. */
const RETRY_MS = 10_000;

/** The keys with others among them that are nobody's: how many devices a mail is for is not to be read from outside. */
const disguised = (primitives: Primitives, boxKeys: readonly Uint8Array[]): Uint8Array[] => {
  let count = FEWEST_DEVICES;
  while (count < boxKeys.length) count *= 2;
  const nobody = Array.from({ length: count - boxKeys.length }, () => primitives.randomBytes(ID_BYTES));
  return [...boxKeys, ...nobody];
};

/** Keeps mail with its entry, for the case that the process ends before it was acted on. */
export const mailWrite = (space: string, { entry, log, sequence, clock, plain }: Mail): Write => ({
  type: 'record',
  scope: space,
  kind: KIND,
  key: entry,
  value: writeCbor(recordShape, [log.device, log.generation, sequence, clock, plain]),
});

export const createMailbox = (
  context: SpaceContext,
  writer: Writer,
  deliver: (received: Received) => Promise<void>,
): Mailbox => {
  const { primitives, store, space, replica, self } = context;

  const { channels } = replica;
  /** Letters whose authors knew more of governance than is here yet, and those that this disk refused. */
  const waiting = new Map<EntryId, Mail>();

  const settle = async ({ entry }: Mail): Promise<void> => {
    waiting.delete(entry);
    await store.commit([{ type: 'record', scope: space, kind: KIND, key: entry, value: undefined }]);
  };

  const open = ({ log, clock, plain }: Mail): Omit<Received, 'written'> | undefined => {
    const governance = replica.governance();
    const { device } = log;
    const account = governance && accountOf(governance, device, log.generation);
    const keys = { boxKey: self.keys.boxKey, boxSecretKey: self.keys.boxSecretKey.reveal() };
    const words = openToDevice(primitives, PURPOSE, keys, decodeMail(plain));
    if (words === undefined || account === undefined || device === self.device) return undefined;
    return { letter: decodeLetter(words), account, device, ms: hlcToMs(clock) };
  };

  /** A letter is judged by what its author knew: it waits until that is here, with so many others of its device. */
  const mayWait = ({ entry, log }: Mail): boolean => {
    const others = [...waiting.values()].filter((one) => one.log.device === log.device);
    return waiting.has(entry) || others.length < LIMITS.lettersWaiting;
  };

  /** Gives whether it is done with. */
  const read = async (mail: Mail): Promise<boolean> => {
    const { log, sequence } = mail;
    const received = open(mail);
    if (received === undefined || sequence > replica.stateOf(log).tip.sequence) return true;
    const written = { log, sequence, heads: await replica.headsAt(log, sequence) };
    const governance = replica.governance();
    if (governance !== undefined && !isKnown(governance, written.heads)) {
      if (!mayWait(mail)) throw plexiError('TOO_BUSY', { detail: 'letters' });
      waiting.set(mail.entry, mail);
      return false;
    }
    await deliver({ ...received, written });
    return true;
  };

  const take = async (mail: Mail): Promise<void> => {
    try {
      if (!(await read(mail))) return;
    } catch (error) {
      if (!isPlexiError(error)) throw error;
      context.problem(error.code, error.detail);
      // What a hostile member writes must not be tried again for ever; what this disk refused must.
      if (error.code === 'STORE_FAILED') return tryLater(mail);
    }
    await settle(mail).catch((error: unknown) => {
      if (!isPlexiError(error) || error.code !== 'STORE_FAILED') throw error;
      context.problem(error.code, error.detail);
      tryLater(mail);
    });
  };

  let trying: NodeJS.Timeout | undefined;
  const tryLater = (mail: Mail): void => {
    waiting.set(mail.entry, mail);
    trying ??= setTimeout(() => {
      trying = undefined;
      look();
    }, RETRY_MS);
    trying.unref();
  };

  const look = (): void => {
    takeAll([...waiting.values()]).catch((error: unknown) => context.problem('INTERNAL', String(error)));
  };

  const takeAll = async (mail: readonly Mail[]): Promise<void> => {
    for (const one of mail) await take(one);
  };

  return {
    take: takeAll,
    look,
    left: async () =>
      (await store.records(space, KIND)).map(({ key, value }) => {
        const [device, generation, sequence, clock, plain] = readCbor(
          recordShape,
          value,
          RECORD_BYTES,
          'STORE_CORRUPT',
        );
        const log = { channel: channels.mail, device, generation };
        return { entry: key as EntryId, log, sequence, clock: clock as Hlc, plain };
      }),
    send: async (boxKeys, letter) => {
      let last: Written | undefined;
      for (let at = 0; at < boxKeys.length; at += LIMITS.mailRecipients) {
        const part = boxKeys.slice(at, at + LIMITS.mailRecipients);
        const sealed = sealToDevices(primitives, PURPOSE, disguised(primitives, part), encodeLetter(letter));
        last = await writer.mail(encodeMail(sealed));
      }
      return last;
    },
  };
};
