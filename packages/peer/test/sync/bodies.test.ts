import { plexiError } from '@plexi/protocol';
import { describe, expect, test, vi } from 'vitest';
import { copyAll, deliver, lab, toRaw } from '../space-story.ts';
import { withRelay } from './relayed.ts';
import { connect, entriesFrom, expectEventually, online } from './wire.ts';

/** Ben has three entries of Ada's without their bodies, and is connected to Cleo, who has them no other way. */
const bodiless = async () => {
  const { atAda, atBen, atCleo } = await lab();
  const entries = [await atAda.post('one'), await atAda.post('two'), await atAda.post('three')];
  for (const to of [atBen, atCleo])
    await to.replica.ingest(
      atAda.log(),
      entries.map((entry) => ({ ...toRaw(entry), body: undefined })),
    );
  const [ben, cleo] = [await online(atBen), await online(atCleo)];
  const wire = connect(ben, cleo);
  await expectEventually(() => [ben.session(cleo).isLive(), cleo.session(ben).isLive()], [true, true]);
  await wire.quiet();
  const arrives = () => deliver(atBen, [{ log: atAda.log(), raw: toRaw(entries[1] as never) }]);
  return { atCleo, ben, wire, arrives };
};

describe('[L4] a body that is missing', () => {
  test('is given as soon as whoever was asked for it has it', async () => {
    const { atCleo, ben, wire, arrives } = await bodiless();
    expect(entriesFrom(wire, ben)).toEqual([]);
    await arrives();
    await expectEventually(() => atCleo.texts(), ['two']);
    expect(entriesFrom(wire, ben)).toHaveLength(1);
    expect(atCleo.replica.missing.size).toBe(2);
  });

  test('is not, where what would have noted it was refused by the disk and came again whole', async () => {
    const { atAda, atBen } = await lab();
    const words = [await atAda.post('one'), await atAda.post('two')].map(toRaw);
    const refusal = vi
      .spyOn(atBen.store, 'commit')
      .mockRejectedValueOnce(plexiError('STORE_FAILED', { detail: 'SQLITE_IOERR_WRITE' }));
    const bare = words.map((raw) => ({ ...raw, body: undefined }));
    await expect(atBen.replica.ingest(atAda.log(), bare)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    refusal.mockRestore();
    await atBen.replica.ingest(atAda.log(), words);
    await atBen.replica.ingest(atAda.log(), [{ ...toRaw(await atAda.post('three')), body: undefined }]);
    expect(await atBen.texts()).toEqual(['one', 'two']);
    expect([...atBen.replica.missing.list().values()]).toEqual([[3]]);
  });

  test('because of a deletion that a removal made void comes through a relay that had let it go as well', async () => {
    const { ada, ben, relay, atAda, atBen, atCleo, cleo } = await withRelay();
    const words = await atCleo.post('what I said');
    for (const to of [atAda, atBen, relay]) await copyAll(atCleo, to);
    await copyAll(atAda, relay);
    await copyAll(atCleo, relay);
    await atCleo.drop([words]);
    for (const to of [atBen, relay]) await copyAll(atCleo, to);
    expect(await atBen.texts()).toEqual(['']);
    await atAda.remove(cleo);
    connect(ben, relay);
    await expectEventually(() => ben.session(relay).isLive(), true);
    connect(ada, relay);
    await expectEventually(() => atBen.texts(), ['what I said']);
    expect(await relay.replica.bodiesAt(atCleo.log(), [words.parsed.sequence], 1)).toHaveLength(1);
  });
});
