/** A space whose people report, decide and appeal: real entries and evidence, letters carried by hand. */
import type { PeerEvent } from '@plexi/operations';
import { type CaseLetter, isInCharge, type Letter, rankBehind, type Written } from '@plexi/protocol';
import { openCaseBook } from '../../src/report/case.ts';
import { createReports, type Reports } from '../../src/report/reports.ts';
import type { SpaceContext } from '../../src/space/context.ts';
import { seedOf } from '../people.ts';
import {
  copyAll,
  found,
  GENERAL,
  type Holder,
  openEmpty,
  type Person,
  person,
  primitives,
  START_MS,
} from '../space-story.ts';

/** A letter on its way. */
export interface Posted {
  letter: CaseLetter;
  from: Person;
  to: string[];
  written: Written;
}

export interface Someone {
  who: Person;
  holder: Holder;
  reports: Reports;
  problems: string[];
  /** Of what kind views were told. */
  events: string[];
}

const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve', 'atlas'] as const;
const NODE_INVITE = seedOf('invite of a node');
export type Name = (typeof NAMES)[number];

const isCaseLetter = (letter: Letter): letter is CaseLetter =>
  letter.type !== 'introduction' && letter.type !== 'tally';

/** Ada owns the space, Ben and Eve are its moderators, Cleo and Dan its members; the channel admits Atlas, an AI node. */
export const openCourt = async () => {
  const clock = { ms: START_MS + 60_000 };
  const people = Object.fromEntries(NAMES.map((name) => [name, person(name)])) as Record<Name, Person>;
  const atAda = await found(people.ada, clock);
  for (const name of NAMES.slice(1)) if (name !== 'atlas') await atAda.admit(people[name]);
  await atAda.act({
    type: 'invite.create',
    publicKey: primitives.publicKeyOf(NODE_INVITE),
    uses: 1,
    expires: START_MS + 2 ** 40,
    role: 'ai',
    channels: [GENERAL],
  });
  await atAda.admit(people.atlas, NODE_INVITE);
  for (const { account } of [people.ben, people.eve])
    await atAda.act({ type: 'role.grant', account, role: 'moderator' });
  const post: Posted[] = [];
  /** An entry of a device's log of letters, which knows all that is there. */
  const writtenBy = async (holder: Holder): Promise<Written> => {
    const log = holder.log(holder.replica.channels.mail);
    const { sequence } = (await holder.post('a letter', log.channel)).parsed;
    return { log, sequence, heads: await holder.replica.headsAt(log, sequence) };
  };
  const open = async (name: Name): Promise<Someone> => {
    const who = people[name];
    const holder = name === 'ada' ? atAda : await openEmpty(atAda, who);
    if (holder !== atAda) await copyAll(atAda, holder);
    return openAt(who, holder);
  };
  const openAt = (who: Person, holder: Holder): Someone => {
    const problems: string[] = [];
    const events: string[] = [];
    const context = {
      primitives,
      store: holder.store,
      space: holder.replica.space,
      self: { account: who.account, device: who.device },
      now: () => clock.ms,
      replica: holder.replica,
      keys: { secret: () => seedOf('epoch secret') },
      emit: ({ type }: PeerEvent) => events.push(type),
      problem: (code: string) => problems.push(code),
    } as unknown as SpaceContext;
    const byBox = new Map(
      NAMES.map((one) => [Buffer.from(seedOf(`box ${one}`)).toString('hex'), one] as const),
    );
    const reports = createReports(context, { editsOf: async () => [] }, async (boxKeys, letter) => {
      if (!isCaseLetter(letter)) return undefined;
      const written = await writtenBy(holder);
      const to = boxKeys.flatMap((key) => byBox.get(Buffer.from(key).toString('hex') as never) ?? []);
      post.push({ letter, from: who, to, written });
      return written;
    });
    return { who, holder, reports, problems, events };
  };
  const all = {} as Record<Name, Someone>;
  for (const name of NAMES) all[name] = await open(name);
  /** Dan, or somebody else, says something, which everybody gets. */
  const danSays = async (text: string, by: Name = 'dan') => {
    const entry = await all[by].holder.post(text);
    await share(by);
    return entry;
  };
  const share = async (by: Name): Promise<void> => {
    for (const name of NAMES) if (name !== by) await copyAll(all[by].holder, all[name].holder);
  };
  /** What Dan says in a space of his own proves that he said it there. */
  const danSaysElsewhere = async (text: string) => {
    const holder = await found(people.dan, clock);
    const { id } = await holder.post(text);
    const dan = openAt(people.dan, holder);
    return { id, evidence: await dan.reports.evidenceOf(await storedAt(dan, id), 0) };
  };
  const storedAt = async ({ holder }: Someone, id: string) => {
    const message = await holder.store.message(holder.replica.space, id);
    if (message === undefined) throw new Error('the message is not there');
    return message;
  };
  /** Cleo, or somebody else, reports it; the letter is on its way. */
  const report = async (id: string, by: Name = 'cleo', author: Name = 'dan') => {
    const someone = all[by];
    const evidence = await someone.reports.evidenceOf(await storedAt(someone, id), 4);
    const about = { message: id, author: people[author].account, evidence };
    return someone.reports.send(about, 'spam', '');
  };
  /** Hands a letter over, as written then by whoever it is from. */
  const hand = async (
    to: Name,
    { letter, from, written }: Omit<Posted, 'to' | 'written'> & { written?: Written },
    ms = clock.ms,
    at: Pick<Someone, 'reports'> = all[to],
  ) =>
    at.reports.receive({
      letter,
      account: from.account,
      device: from.device,
      written: written ?? (await writtenBy(holderOf(from))),
      ms,
    });
  const holderOf = ({ account }: Person): Holder => {
    const one = Object.values(all).find(({ who }) => who.account === account);
    if (one === undefined) throw new Error('nobody of that name');
    return one.holder;
  };
  /** Hands over all that is on its way. */
  const deliver = async (): Promise<void> => {
    for (const posted of post.splice(0)) for (const to of posted.to) await hand(to as Name, posted);
  };
  const caseAt = async (name: Name, id: string) => {
    const found_ = (await all[name].reports.cases()).find((one) => one.report === id);
    if (found_ === undefined) throw new Error('the case is not there');
    return found_;
  };
  const bookOf = ({ holder: { store, replica } }: Someone) => {
    const counts = (written: Written): boolean => {
      const governance = replica.governance();
      return governance !== undefined && isInCharge(rankBehind(governance, written));
    };
    return openCaseBook({ store, space: replica.space, changed: () => undefined, counts });
  };
  return {
    clock,
    people,
    all,
    post,
    open,
    danSays,
    storedAt,
    danSaysElsewhere,
    share,
    report,
    hand,
    deliver,
    caseAt,
    bookOf,
  };
};
