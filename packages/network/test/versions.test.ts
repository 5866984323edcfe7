/** [N7] Two versions of the program beside each other: the newest protocol that both know is spoken. */
import { expect, test } from 'vitest';
import { numbered, person } from './story.ts';

const [NEW, OLD] = ['/plexi/test/2', '/plexi/test/1'];

test.each([
  ['the new one opens', [NEW, OLD], [OLD]],
  ['the old one opens', [OLD], [NEW, OLD]],
])('[N7] a version and the one before speak what both know: %s', async (_, opens, answers) => {
  const [ada, ben] = [await person('ada', { protocols: opens }), await person('ben', { protocols: answers })];
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  expect(channel.protocol).toBe(OLD);
  channel.send(numbered(1));
  await ben.received(1);
  expect((await ben.channel()).protocol).toBe(OLD);
});

test('[N7] two of the new version speak the new one', async () => {
  const [ada, ben] = [
    await person('ada', { protocols: [NEW, OLD] }),
    await person('ben', { protocols: [NEW, OLD] }),
  ];
  expect((await ada.network.connect(ben.device, ben.network.addresses())).protocol).toBe(NEW);
});

test('[N7] versions with nothing in common say so, and nobody is blamed', async () => {
  const [ada, ben] = [await person('ada', { protocols: [NEW] }), await person('ben', { protocols: [OLD] })];
  await expect(ada.network.connect(ben.device, ben.network.addresses())).rejects.toMatchObject({
    name: 'PlexiError',
  });
  expect(ben.events.filter(({ kind }) => kind === 'misbehaved')).toEqual([]);
});
