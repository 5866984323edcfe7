/** Judges a town: what must hold at any time, and what must hold once it is at rest. */

import { diskOf } from '../world/disks.ts';
import type { Town } from '../world/town.ts';
import { breachesOfJustice } from './accusations.ts';
import {
  type Breach,
  breachesInView,
  breachesOfHonesty,
  breachesOfMemory,
  breachesOfSecrecy,
  differencesBetween,
} from './rules.ts';
import { type View, viewOf } from './views.ts';

const running = (town: Town) =>
  town.devices.filter((node) => node.peer !== undefined && node.life?.alive === true);

/** Every text that a device's disk holds opened, of whatever space. */
const textsOn = async (node: string): Promise<Set<string>> => {
  const texts = new Set<string>();
  const store = diskOf(node).kept(`/${node}/plexi.db`);
  for (const space of (await store?.spaces()) ?? []) {
    const channels = new Set((await store?.heads(space))?.map(({ log }) => log.channel));
    for (const channel of channels)
      for (const message of (await store?.messages(space, channel, { limit: 10_000 })) ?? [])
        texts.add(message.text);
  }
  return texts;
};

const viewsOf = async (town: Town): Promise<View[]> => {
  const views: View[] = [];
  for (const node of running(town)) {
    const view = await viewOf(town, node);
    if (view !== undefined) views.push(view);
  }
  return views;
};

const isMember = (views: readonly View[], account: string): boolean =>
  views.some(({ members }) => members.includes(account));

/** What is wrong at rest; nothing where all is well. */
export const judgeTown = async (town: Town): Promise<Breach[]> => {
  const views = await viewsOf(town);
  const found: Breach[] = [...town.breaches];
  // Whoever is out by the word of the others needs not know it yet.
  const entitled = views.filter(
    (view) =>
      // A guest is shown part of it: what that is not is looked at, what it is the tests of guests say.
      view.account !== town.guest?.account &&
      (isMember(
        views.filter((it) => it !== view),
        view.account,
      ) ||
        views.length === 1),
  );
  if (entitled.length === 0) found.push({ rule: 'somebody is left', detail: 'no device is in the space' });
  for (const view of views) {
    found.push(...breachesInView(view));
    found.push(...(await breachesOfJustice(town, view)));
    found.push(...breachesOfSecrecy(town, view, await textsOn(view.node.name)));
  }
  const [first] = entitled;
  for (const view of entitled) {
    if (first !== undefined && view !== first) {
      found.push(...differencesBetween(first, view));
      found.push(...differencesBetween(view, first).filter(({ rule }) => rule.includes('channels')));
    }
    found.push(...breachesOfMemory(town, view), ...breachesOfHonesty(view));
  }
  return found;
};
