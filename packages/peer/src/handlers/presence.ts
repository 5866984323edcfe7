/** presence.*, typing.* and profile.*: who is there, and what people say of themselves. */
import type { Handlers } from '@plexi/operations';
import type { AboutPerson } from '../awareness/profile.ts';
import { NOTHING_SAID, profileOf } from '../awareness/profile.ts';
import type { PeerContext } from './context.ts';
import { findMember, findSpace, fingerprintOf } from './lookup.ts';
import { findPlace } from './place.ts';

export const presenceHandlers = (context: PeerContext) =>
  ({
    'presence.set': async ({ status: mode, text, emoji, until }) => {
      const { awareness } = await context.client();
      const before = awareness.status();
      const status = {
        mode,
        text: text ?? before.text,
        emoji: emoji ?? before.emoji,
        until: until === undefined ? 0 : Date.parse(until),
      };
      await awareness.setStatus(status);
      return {
        status: mode,
        text: status.text,
        emoji: status.emoji,
        ...(until === undefined ? {} : { until: new Date(status.until).toISOString() }),
      };
    },
    'presence.active': async ({ active }) => {
      const { awareness } = await context.client();
      if (active) (await context.autoLock()).used();
      awareness.setActive(active);
      return {};
    },
    'presence.list': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return client.awareness.of(space.id).presence.list();
    },
    'typing.set': async ({ space: name, channel, stopped }) => {
      const { client, space, channel: id } = await findPlace(context, name, channel);
      client.awareness.of(space.id).presence.type(id, stopped);
      return {};
    },
    'profile.show': async ({ space: name, account: named }) => {
      const { client, space } = await findSpace(context, name);
      const account = named === undefined ? client.self.account : findMember(space, named);
      const { awareness } = client;
      const said = profileOf(space, account)?.profile ?? NOTHING_SAID;
      return {
        account,
        name: space.words.account(account),
        self: account === client.self.account,
        fingerprint: fingerprintOf(account),
        ...said,
        presence: awareness.of(space.id).presence.of(account),
        blocked: awareness.isBlocked(account),
      };
    },
    'profile.set': async ({ name, about, title, pronouns, zone, avatar }) => {
      const { awareness, self } = await context.client();
      if (name !== undefined && name !== self.name) await awareness.setName(name);
      const before = await awareness.profile();
      const profile: AboutPerson = {
        about: about ?? before.about,
        title: title ?? before.title,
        pronouns: pronouns ?? before.pronouns,
        zone: zone ?? before.zone,
        avatar: avatar ?? before.avatar,
      };
      await awareness.setProfile(profile);
      return { name: self.name, ...profile };
    },
  }) satisfies Handlers;
