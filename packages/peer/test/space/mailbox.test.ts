/** [C1] Letters are judged by what their authors knew of governance, so they wait until that is here. */
import { generateKeyPairSync } from 'node:crypto';
import { type AppealLetter, LIMITS } from '@plexi/protocol';
import { describe, expect, test, vi } from 'vitest';
import type { SpaceContext } from '../../src/space/context.ts';
import { createMailbox, type Mail, mailWrite } from '../../src/space/mailbox.ts';
import type { Writer } from '../../src/space/writer.ts';
import { deliver, type Holder, type Item, lab, person, primitives } from '../space-story.ts';

const LETTER: AppealLetter = { type: 'appeal', report: 'ab'.repeat(32), words: '', at: 0 };

/** Keys to open letters with: those of certificates in these tests are made from names. */
const makeBox = () => {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  return {
    boxKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
    boxSecretKey: { reveal: () => new Uint8Array(secret) },
  };
};

const openBox = (holder: Holder, keys = makeBox()) => {
  const { replica, store, who } = holder;
  const delivered: string[][] = [];
  const problems: string[] = [];
  const written: Mail[] = [];
  const context = {
    primitives,
    store,
    space: replica.space,
    replica,
    self: { account: who.account, device: who.device, keys },
    problem: (code: string) => problems.push(code),
  } as unknown as SpaceContext;
  const writer = {
    mail: async (plain: Uint8Array) => {
      const log = holder.log(replica.channels.mail);
      const { id, parsed } = await holder.post('a letter', log.channel);
      written.push({ entry: id, log, sequence: parsed.sequence, clock: parsed.clock, plain });
      return { log, sequence: parsed.sequence, heads: parsed.governanceHeads };
    },
  } as unknown as Writer;
  const mailbox = createMailbox(context, writer, async ({ written: { heads } }) => {
    delivered.push([...heads]);
  });
  return { mailbox, delivered, problems, written, boxKey: keys.boxKey };
};

/** Ada's device does not have what Ben's knows of governance. */
const openStory = async () => {
  const { atAda, atBen } = await lab();
  await atBen.admit(person('dan'));
  const keys = makeBox();
  const [ada, ben] = [openBox(atAda, keys), openBox(atBen)];
  const isGovernance = ({ log }: Item): boolean => log.channel === atBen.replica.channels.governance;
  const bring = async (governance: boolean): Promise<void> =>
    deliver(
      atAda,
      (await atBen.items()).filter((item) => isGovernance(item) === governance),
    );
  const write = async (letters: number): Promise<void> => {
    for (let i = 0; i < letters; i += 1) await ben.mailbox.send([ada.boxKey], LETTER);
    await bring(false);
  };
  return { ada, ben, bring, write, atAda, keys, heads: [...(atBen.replica.governance()?.heads ?? [])] };
};

describe('[C1] a letter', () => {
  test('waits for governance that its author knew, and is read by that', async () => {
    const { ada, ben, bring, write, heads } = await openStory();
    await write(2);
    await ada.mailbox.take(ben.written);
    ada.mailbox.look();
    expect(ada.delivered).toEqual([]);
    await bring(true);
    ada.mailbox.look();
    // The second one cites nothing itself: its author knew what the one before it did.
    await vi.waitFor(() => expect(ada.delivered).toEqual([heads, heads]));
    await vi.waitFor(async () => expect(await ada.mailbox.left()).toEqual([]));
  });

  test('[L6] waits with so many others of its device', async () => {
    const { ada, ben, bring, write } = await openStory();
    await write(LIMITS.lettersWaiting + 1);
    await ada.mailbox.take(ben.written);
    expect(ada.problems).toEqual(['TOO_BUSY']);
    await bring(true);
    ada.mailbox.look();
    await vi.waitFor(() => expect(ada.delivered).toHaveLength(LIMITS.lettersWaiting));
  });

  test('that waits is kept while the program is not there', async () => {
    const { ada, ben, bring, write, atAda, keys } = await openStory();
    await write(1);
    await atAda.store.commit(ben.written.map((mail) => mailWrite(atAda.replica.space, mail)));
    await ada.mailbox.take(ben.written);
    const again = openBox(atAda, keys);
    await again.mailbox.take(await again.mailbox.left());
    await bring(true);
    again.mailbox.look();
    await vi.waitFor(() => expect(again.delivered).toHaveLength(1));
    await vi.waitFor(async () => expect(await again.mailbox.left()).toEqual([]));
  });
});
