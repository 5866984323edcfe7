/** Mail within a space [G6]: what a member tells the devices of some others. It is kept until it was acted on. */
import { openToDevice, sealToDevices } from '@plexi/crypto/sealing';
import {
  type AccountId,
  accountOf,
  concatBytes,
  type DeviceId,
  decodeLetter,
  decodeMail,
  type EntryId,
  encodeLetter,
  encodeMail,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  isPlexiError,
  type Letter,
  LIMITS,
  type Primitives,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import type { SpaceContext } from './context.ts';
import type { Writer } from './writer.ts';

/** An opened entry of the mail channel. */
export interface Mail {
  entry: EntryId;
  device: DeviceId;
  plain: Uint8Array;
}

/** A letter to this device, and who wrote it: a member, or one of old. */
export interface Received<Kind extends Letter = Letter> {
  letter: Kind;
  account: AccountId;
  device: DeviceId;
}

export interface Mailbox {
  /** Acts on mail that arrived, or that was left from before a crash. */
  take(mail: readonly Mail[]): Promise<void>;
  /** Mail that was not acted on yet. */
  left(): Promise<Mail[]>;
  /** Writes to the devices with these X25519 keys; to be called within the replica's queue. */
  send(boxKeys: readonly Uint8Array[], letter: Letter): Promise<void>;
}

const KIND = 'mail';
const PURPOSE = 'plexi/mail/1\0';
/** A mail looks as if it were to so many devices at least, and then to a power of two of them. */
const FEWEST_DEVICES = 8;

/** The keys with others among them that are nobody's: how many devices a mail is for is not to be read from outside. */
const disguised = (primitives: Primitives, boxKeys: readonly Uint8Array[]): Uint8Array[] => {
  let count = FEWEST_DEVICES;
  while (count < boxKeys.length) count *= 2;
  const nobody = Array.from({ length: count - boxKeys.length }, () => primitives.randomBytes(ID_BYTES));
  return [...boxKeys, ...nobody];
};

/** Keeps mail with its entry, for the case that the process ends before it was acted on. */
export const mailWrite = (space: string, { entry, device, plain }: Mail): Write => ({
  type: 'record',
  scope: space,
  kind: KIND,
  key: entry,
  value: concatBytes(idToBytes(device), plain),
});

export const createMailbox = (
  context: SpaceContext,
  writer: Writer,
  deliver: (received: Received) => Promise<void>,
): Mailbox => {
  const { primitives, store, space, replica, self } = context;

  const read = ({ device, plain }: Mail): Received | undefined => {
    const governance = replica.governance();
    const account = governance && accountOf(governance, device);
    const keys = { boxKey: self.keys.boxKey, boxSecretKey: self.keys.boxSecretKey.reveal() };
    const words = openToDevice(primitives, PURPOSE, keys, decodeMail(plain));
    if (words === undefined || account === undefined || device === self.device) return undefined;
    return { letter: decodeLetter(words), account, device };
  };

  const take = async (mail: Mail): Promise<void> => {
    try {
      const received = read(mail);
      if (received !== undefined) await deliver(received);
    } catch (error) {
      // What a hostile member writes must not be tried again for ever.
      if (!isPlexiError(error)) throw error;
      context.problem(error.code, error.detail);
    }
    await store.commit([{ type: 'record', scope: space, kind: KIND, key: mail.entry, value: undefined }]);
  };

  return {
    take: async (mail) => {
      for (const one of mail) await take(one);
    },
    left: async () =>
      (await store.records(space, KIND)).map(({ key, value }) => ({
        entry: key as EntryId,
        device: idFromBytes<DeviceId>(value.slice(0, ID_BYTES)),
        plain: value.slice(ID_BYTES),
      })),
    send: async (boxKeys, letter) => {
      for (let at = 0; at < boxKeys.length; at += LIMITS.mailRecipients) {
        const part = boxKeys.slice(at, at + LIMITS.mailRecipients);
        const sealed = sealToDevices(primitives, PURPOSE, disguised(primitives, part), encodeLetter(letter));
        await writer.mail(encodeMail(sealed));
      }
    },
  };
};
