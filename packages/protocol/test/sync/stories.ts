/** What happens to a space's devices in a test, as a seed draws it. */
import { SYNC_PROTOCOLS } from '../../src/index.ts';
import type { Device } from './network.ts';
import { createTown, haveTheSame, type Town } from './space.ts';
import { type Watch, watchOver } from './watch.ts';

const [, OLD] = SYNC_PROTOCOLS;
/** What is written while all are connected. */
export const NEW = 20;
const TROUBLE_MS = 20_000;
const MEND_MS = 30_000;
const LONG_MS = 3_600_000;

export interface Story extends Watch {
  town: Town;
  /** Whether all came to have the same. */
  agreed: boolean;
}

export const agree = ({ schedule }: Town, ...devices: readonly Device[]): Promise<boolean> =>
  schedule.until(() => haveTheSame(...devices), LONG_MS);

/** People and relays who have more or less of the space connect at about the same time. */
export const meet = async (seed: number): Promise<Story> => {
  const town = createTown(seed);
  const { ada, ben, cleo, relays, links, post, schedule } = town;
  for (let i = 0; i < 30; i++) post(ada, schedule.draw(12));
  for (const relay of relays) await town.copy(ada, relay);
  if (schedule.chance(0.5)) await town.copy(ada, cleo);
  for (let i = 0; i < 30; i++) post(ada, schedule.draw(12));
  if (schedule.chance(0.5)) await town.copy(ada, relays[0]);
  const watch = watchOver(links, schedule);
  const pairs = [
    [ben, relays[0]],
    [ben, relays[1]],
    [ben, ada],
    [cleo, relays[1]],
    [cleo, ben],
  ] as const;
  for (const [a, b] of pairs) schedule.after(schedule.draw(100), () => links.connect(a, b));
  return { ...watch, town, agreed: await agree(town, ada, ben, cleo, ...relays) };
};

/** People and relays who have the same are connected for a while, and then Ada writes. */
export const live = async (seed: number): Promise<Story> => {
  const town = createTown(seed);
  const { ada, ben, cleo, relays, links, post, schedule } = town;
  for (let i = 0; i < 20; i++) post(ada, schedule.draw(6));
  const others = [ben, cleo, ...relays];
  for (const one of others) await town.copy(ada, one);
  const watch = watchOver(links, schedule);
  for (const relay of relays) for (const one of [ada, ben, cleo]) links.connect(one, relay);
  links.connect(ben, ada);
  links.connect(cleo, ben);
  await schedule.until(() => false, 3_000);
  for (let i = 0; i < NEW; i++) schedule.after(schedule.draw(500), () => post(ada, schedule.draw(8)));
  await schedule.until(() => false, 500);
  return { ...watch, town, agreed: await agree(town, ada, ...others) };
};

/** Connections come and go, entries are refused for a while, somebody is only just let in, and people write all the time. */
export const trouble = async (seed: number): Promise<Story> => {
  const town = createTown(seed);
  const { ada, ben, cleo, dan, all, relays, links, post, schedule } = town;
  const watch = watchOver(links, schedule);
  links.slow(1 + schedule.draw(150));
  const protocol = schedule.chance(0.2) ? OLD : undefined;
  // Who speaks the version before compares only when they meet: what was let go comes then.
  const letsGo = protocol === OLD ? undefined : 'ENTRY_FROM_FUTURE';
  const pairs: [Device, Device][] = [];
  for (const relay of relays) for (const one of [ada, ben, cleo, dan]) pairs.push([one, relay]);
  pairs.push([ada, ben], [cleo, ben], [dan, cleo]);
  const disturb = (): void => {
    const [a, b] = schedule.pick(pairs);
    const { replica } = schedule.pick(all);
    const by = schedule.pick([ada, ben, cleo]);
    const what = schedule.draw(8);
    if (what < 2) links.cut(a, b);
    else if (what < 4) links.connect(a, b, protocol);
    else if (what < 5) replica.refusal = schedule.pick([undefined, undefined, 'RELAY_QUOTA', letsGo]);
    else if (by.replica.governance()?.state.devices[by.who.device] !== undefined)
      post(by, schedule.draw(8), schedule.chance(0.05) ? 60_000 : 40);
  };
  for (let i = 0; i < 150; i++) schedule.after(schedule.draw(TROUBLE_MS), disturb);
  schedule.after(schedule.draw(TROUBLE_MS), () => town.admitDan());
  await schedule.until(() => false, TROUBLE_MS);
  for (const { replica } of all) replica.refusal = undefined;
  // As whoever runs it does: what is not connected is connected again, and what was refused begins anew.
  const mend = (): void => {
    for (const [a, b] of pairs) if (!links.isConnected(a, b)) links.connect(a, b, protocol);
    schedule.after(MEND_MS, mend);
  };
  mend();
  return { ...watch, town, agreed: await agree(town, ...all) };
};

/** Ben gets what Ada has, and is cut off after so many frames; he comes back when what came is stored. */
export const cutOff = async (frames: number): Promise<Story & { handled: number }> => {
  const town = createTown(1);
  const { ada, ben, links, post, schedule } = town;
  for (let i = 0; i < 40; i++) post(ada, i % 7, i % 4 === 0 ? 60_000 : 40);
  let handled = 0;
  const watch = watchOver(links, schedule, () => {
    if (++handled !== frames) return;
    links.cut(ada, ben);
    schedule.after(500, () => links.connect(ben, ada));
  });
  links.connect(ada, ben);
  return { ...watch, town, agreed: await agree(town, ada, ben), handled };
};
