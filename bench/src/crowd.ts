/** A space with many members, each a full client with a profile on disk; several share a process. */
import { progress } from './progress.ts';
import { type Actor, meet, type Stage } from './stage.ts';

const IN_ONE_PROCESS = 25;
const JOIN_SECONDS = 600;

export interface Crowd {
  /** Founded the space and writes. */
  ada: Actor;
  /** The processes of all others, members and online. */
  actors: Actor[];
  /** With how many profiles each. */
  sizes: number[];
}

/** Does it in every profile of a process, one after the other. */
export const each = async (size: number, act: (who: number) => Promise<unknown>): Promise<void> => {
  for (let who = 0; who < size; who++) await act(who);
};

/** All of them ask to be let in at once, by one invite. */
export const gather = async (stage: Stage, members: number): Promise<Crowd> => {
  const { ada, ben } = await meet(stage);
  await ben.do({ do: 'close' });
  const { link } = await ada.do<{ link: string }>({
    do: 'call',
    operation: 'invite.create',
    input: { space: 'Bench', uses: members },
  });
  const actors: Actor[] = [];
  const sizes: number[] = [];
  for (let at = 0; at < members; at += IN_ONE_PROCESS) {
    const size = Math.min(IN_ONE_PROCESS, members - at);
    const names = Array.from({ length: size }, (_, i) => `member-${at + i}`);
    const actor = await stage.crowd(names);
    actors.push(actor);
    sizes.push(size);
    await each(size, async (who) => {
      await actor.do({ do: 'call', who, operation: 'account.create', input: { name: names[who] } });
      await actor.do({ do: 'online', who });
    });
    progress(`${at + size} of ${members} clients are online`);
  }
  let joined = 0;
  const join = async (actor: Actor, who: number): Promise<void> => {
    await actor.do({ do: 'call', who, operation: 'space.join', input: { link, timeout: JOIN_SECONDS } });
    if (++joined % 10 === 0) progress(`${joined} of ${members} have joined`);
  };
  await Promise.all(
    actors.flatMap((actor, i) => Array.from({ length: sizes[i] ?? 0 }, (_, who) => join(actor, who))),
  );
  return { ada, actors, sizes };
};
