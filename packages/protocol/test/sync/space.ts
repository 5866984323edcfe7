/** A space for the machines of sync: people, relays, and devices of theirs that have more or less of it. */
import { type ChannelId, encodeAct, idFromBytes, type SpaceId, spaceIdOf, utf8 } from '../../src/index.ts';
import { admission, channelId, inviteAct, type Person, person, primitives, START_MS } from '../founding.ts';
import { createLinks, type Device, type Links } from './network.ts';
import { createSchedule, type Schedule } from './schedule.ts';

export interface Town {
  schedule: Schedule;
  links: Links;
  space: SpaceId;
  ada: Device;
  ben: Device;
  cleo: Device;
  /** Is no member as yet. */
  dan: Device;
  relays: [Device, Device];
  all: Device[];
  /** Has one device take over all that another has. */
  copy(from: Device, to: Device): Promise<void>;
  post: (by: Device, channel: number, bytes?: number) => void;
  admitDan(): void;
}

export const channelOf = (channel: number): ChannelId => channelId(`channel ${channel}`);

/** Ada's space with Ben, Cleo and two relays; only Ada has anything of it. */
export const createTown = (seed: number): Town => {
  const schedule = createSchedule(seed, START_MS);
  const people = Object.fromEntries(
    ['ada', 'ben', 'cleo', 'dan', 'first relay', 'second relay'].map((name) => [name, person(name)]),
  ) as Record<string, Person>;
  const who = (name: string): Person => people[name] as Person;
  const genesis = {
    type: 'genesis' as const,
    certificate: who('ada').certificate,
    nonce: new Uint8Array(16),
  };
  const space = spaceIdOf(primitives, encodeAct(genesis));
  const links = createLinks(schedule, space);
  const ada = links.device(who('ada'));
  const { replica } = ada;
  replica.act(genesis);
  replica.act(inviteAct('town'));
  for (const name of ['ben', 'cleo']) replica.act(admission(space, who(name), 'town'));
  const relays = ['first relay', 'second relay'].map((name) =>
    links.device(who(name), 'relay'),
  ) as Town['relays'];
  for (const relay of relays)
    replica.act({ type: 'relay.list', device: relay.who.device, addresses: ['/ip4/127.0.0.1/tcp/4001'] });
  const [ben, cleo, dan] = ['ben', 'cleo', 'dan'].map((name) => links.device(who(name))) as [
    Device,
    Device,
    Device,
  ];
  return {
    schedule,
    links,
    space,
    ada,
    ben,
    cleo,
    dan,
    relays,
    all: [ada, ben, cleo, dan, ...relays],
    copy: async (from, to) => {
      const { governance } = from.replica.channels;
      const states = [...from.replica.frontier.all()].sort(
        (a, b) => Number(b.log.channel === governance) - Number(a.log.channel === governance),
      );
      const taken = states.map(({ log }) =>
        to.replica.ingest(
          log,
          from.replica.entries().get(`${log.channel}/${log.device}/${log.generation}`) ?? [],
        ),
      );
      let left = taken.length;
      for (const one of taken) void one.then(() => left--);
      await schedule.until(() => left === 0, 1_000);
    },
    post: (by, channel, bytes = 40) => {
      by.replica.write(channelOf(channel), utf8('x'.repeat(bytes)));
    },
    admitDan: () => void replica.act(admission(space, dan.who, 'town')),
  };
};

/** Whether these have the same, byte for byte. */
export const haveTheSame = (...devices: readonly Device[]): boolean =>
  new Set(devices.map(({ replica }) => idFromBytes(replica.frontier.digest()))).size === 1;
