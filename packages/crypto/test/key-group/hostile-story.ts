/** What tests of hostile key messages begin with: a group of two, a guest, and a commit that adds the guest and was not posted. */
import { type DeviceId, type EntryId, idFromBytes, utf8 } from '@plexi/protocol';
import { expect } from 'vitest';
import { type CommitMessage, decodeKeyMessage } from '../../src/key-group/message.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';
import { founded, type Member, newcomer } from './story.ts';

let counter = 0;
const entry = (): EntryId => idFromBytes<EntryId>(primitives.sha256(utf8(`hostile ${counter++}`)));
export const metaOf = (author: Member | DeviceId, heads: EntryId[] = []) => ({
  author: typeof author === 'string' ? author : author.device.device,
  entry: entry(),
  heads,
});
export const REFUSED = {
  changed: false,
  opened: [],
  refused: expect.objectContaining({ code: 'KEY_GROUP_INVALID' }) as unknown,
};
export const HELD = { changed: false, opened: [], refused: undefined };

/** A commit by `by` that was made and not posted. */
export const draft = async (by: Member, guest: Member): Promise<CommitMessage> => {
  by.admit(guest);
  const add = [{ device: guest.device.device, keyPackage: guest.pair?.public }];
  const made = await by.group.commit({ add, remove: [] });
  const message = decodeKeyMessage(made?.message ?? new Uint8Array());
  if (message.type !== 'commit') throw new TypeError('no commit');
  return message;
};

export const setUp = async () => {
  const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
  const guest = await newcomer('guest', ada);
  const commit = await draft(ben, guest);
  // What the commit cites has arrived, as the caller sees to.
  for (const [id, act] of ben.shelf.acts) ada.shelf.acts.set(id, act);
  return { ada, ben, guest, commit, tip: ada.group.current()?.epoch };
};
