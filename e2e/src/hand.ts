/** Somebody who does what a space needs, whichever way they work: by operations here, elsewhere by the panel and commands. */
import type { OperationId, OperationInput, OperationOutput } from '@plexi/operations';
import type { Person } from './world.ts';

export const SPACE = 'Lab';
export const CHANNEL = 'general';
const place = { space: SPACE, channel: CHANNEL } as const;

export interface Hand {
  readonly name: string;
  /** Looks something up. */
  readonly read: <Id extends OperationId>(id: Id, input: OperationInput<Id>) => Promise<OperationOutput<Id>>;
  readonly until: (holds: () => Promise<boolean>, what: string) => Promise<void>;
  /** Gives the link. */
  invite(role: 'member' | 'guest' | 'ai', uses: number): Promise<string>;
  makeRole(name: string, role: 'admin' | 'moderator' | 'member'): Promise<void>;
  voteFor(name: string): Promise<void>;
  mute(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Hides what was reported: the one report that is open. */
  hideReported(words: string): Promise<void>;
  /** Shows it again: the one appeal that waits. */
  reverse(words: string): Promise<void>;
  dismiss(name: string): Promise<void>;
  /** Signs what was decided as final. */
  sign(): Promise<void>;
  say(text: string): Promise<void>;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
}

/** By operations, in this process. */
export const byOperations = (name: string, person: Person): Hand => {
  const call: Hand['read'] = (id, input) => person.call(id, input);
  const about = (whom: string) => ({ space: SPACE, name: whom });
  const found = async (isIt: (report: { state: string; mayReview: boolean }) => boolean): Promise<string> => {
    const reports = async () => call('report.list', { space: SPACE });
    await person.until(async () => (await reports()).some(isIt), 'the report is there');
    return (await reports()).find(isIt)?.id ?? '';
  };
  return {
    name,
    read: call,
    until: (holds, what) => person.until(holds, what),
    invite: async (role, uses) => {
      const channel = role === 'member' ? [] : [CHANNEL];
      return (await call('invite.create', { space: SPACE, role, uses, channel })).link;
    },
    makeRole: async (whom, role) => void (await call('member.role', { ...about(whom), role })),
    voteFor: async (whom) => void (await call('owner.add', about(whom))),
    mute: async (whom) => void (await call('member.mute', about(whom))),
    remove: async (whom) => void (await call('member.remove', about(whom))),
    hideReported: async (words) => {
      const id = await found(({ state }) => state === 'open');
      await call('report.close', { space: SPACE, id, outcome: 'hidden', words });
    },
    reverse: async (words) => {
      const id = await found(({ mayReview }) => mayReview);
      await call('report.review', { space: SPACE, id, outcome: 'reversed', words });
    },
    dismiss: async (whom) => void (await call('channel.dismiss', { ...place, name: whom })),
    sign: async () => void (await call('governance.sign', { space: SPACE })),
    say: async (text) => void (await call('message.send', { ...place, text })),
    goOffline: async () => void (await call('sync.pause', {})),
    goOnline: async () => void (await call('sync.resume', {})),
  };
};

export interface Facts {
  /** Of what was decided; what is wrong with it. */
  fingerprint: string;
  problems: string[];
  members: string[];
  channels: string[];
  messages: string[];
}

/** What a client holds of the space: the same for all who are in it. */
const factsOf = async ({ read }: Hand): Promise<Facts> => {
  const [check, members, all, messages] = await Promise.all([
    read('governance.verify', { space: SPACE }),
    read('member.list', { space: SPACE }),
    read('channel.list', { space: SPACE }),
    read('message.list', { ...place, limit: 200 }),
  ]);
  const channels = all.filter((it) => it.private !== true);
  return {
    fingerprint: check.fingerprint,
    problems: check.problems.map(({ problem }) => problem),
    members: members.map(({ name, role, account }) => `${name} ${role} ${account}`).sort(),
    channels: channels.map(({ name, id }) => `${name} ${id}`).sort(),
    messages: messages.map(
      ({ id, author, text, deleted }) => `${id} ${author}: ${deleted ? '(gone)' : text}`,
    ),
  };
};

/** What only one of both holds. */
const differencesOf = (ours: Facts, theirs: Facts): string[] => {
  const linesOf = (facts: Facts): string[] => [
    facts.fingerprint,
    ...facts.problems,
    ...facts.members,
    ...facts.channels,
    ...facts.messages,
  ];
  const [left, right] = [linesOf(ours), linesOf(theirs)];
  const found = [
    ...left.filter((line) => !right.includes(line)).map((line) => `- ${line}`),
    ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line}`),
  ];
  return found.length > 0 ? found : ['the same, in another order:', ...left, ...right];
};

const isOnAllRelays = async ({ read }: Hand): Promise<boolean> => {
  const { relays, pendingEntries } = await read('sync.status', { space: SPACE });
  return pendingEntries === 0 && relays.every(({ inSync }) => inSync);
};

/** How long they may take; a look at all of them takes seconds where commands look. */
const AGREE_MS = 150_000;
const BETWEEN_MS = 200;

/** Waits until all of them hold the same, and every relay holds all of it; gives what that is. */
export const agree = async (hands: readonly Hand[]): Promise<Facts> => {
  const end = performance.now() + AGREE_MS;
  for (;;) {
    const [first, ...others] = await Promise.all(hands.map(factsOf));
    if (first === undefined) throw new Error('nobody to agree');
    const other = others.findIndex((facts) => JSON.stringify(facts) !== JSON.stringify(first));
    // What builds on something that is still on its way is no problem for long.
    const isSame = other < 0 && first.problems.length === 0;
    if (isSame && (await Promise.all(hands.map(isOnAllRelays))).every(Boolean)) return first;
    if (performance.now() > end) {
      const differences = differencesOf(first, others[other] ?? first);
      throw new Error(`${hands[other + 1]?.name ?? ''} differs:\n${differences.join('\n')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
};
