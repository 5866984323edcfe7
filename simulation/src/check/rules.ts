/** What must hold, seen from outside. */
import type { Town } from '../world/town.ts';
import type { View } from './views.ts';

export interface Breach {
  rule: string;
  detail: string;
}

const duplicatesIn = (list: readonly string[]): string[] => list.filter((it, i) => list.indexOf(it) !== i);

/** Holds at every moment, for what one device shows. */
export const breachesInView = (view: View): Breach[] => {
  const found: Breach[] = [];
  for (const { name, messages } of view.channels.values()) {
    const twice = duplicatesIn(messages.map(({ id }) => id));
    const texts = duplicatesIn(messages.map(({ text }) => text).filter((text) => text !== ''));
    for (const it of [...twice, ...texts])
      found.push({ rule: 'none shown twice', detail: `${view.node.name} in ${name}: ${it}` });
  }
  return found;
};

/** What nobody may read who was no reader when it was written, nor became one. */
export const breachesOfSecrecy = (town: Town, view: View, texts: ReadonlySet<string>): Breach[] => {
  const found: Breach[] = [];
  for (const sent of town.sent) {
    if (!texts.has(sent.text) || sent.audience.has(view.account)) continue;
    const channel = view.channels.get(sent.channel);
    if (channel?.readers.includes(view.account) === true) continue;
    if ((town.letIn.get(sent.channel)?.get(view.account) ?? 0) >= sent.at) continue;
    found.push({ rule: 'nothing readable by the wrong device', detail: `${view.node.name}: ${sent.text}` });
  }
  return found;
};

const firstDifference = (a: readonly string[], b: readonly string[]): string => {
  const at = a.findIndex((it, i) => it !== b[i]);
  const place = at < 0 ? a.length : at;
  return `at ${place} of ${a.length}/${b.length}: ${a[place] ?? 'nothing'} | ${b[place] ?? 'nothing'}`;
};

/** Holds once everything has had time: two devices that may read the same show the same. */
export const differencesBetween = (one: View, other: View): Breach[] => {
  const found: Breach[] = [];
  const names = `${one.node.name}, ${other.node.name}`;
  if (one.acts !== other.acts) found.push({ rule: 'no divergence: acts', detail: names });
  if (one.members !== other.members)
    found.push({ rule: 'no divergence: members', detail: `${names}: ${one.members} | ${other.members}` });
  for (const [id, channel] of one.channels) {
    const same = other.channels.get(id);
    if (same === undefined) {
      if (channel.private && !channel.readers.includes(other.account)) continue;
      // Where no owner is in the space any more a channel stays as it is (decision 0017), who may read it on which device too.
      if (channel.private && !channel.owners.some((owner) => one.members.includes(owner))) continue;
      found.push({ rule: 'no divergence: channels', detail: `${names}: ${channel.name}` });
      continue;
    }
    const [here, there] = [
      channel.messages.map(({ whole }) => whole),
      same.messages.map(({ whole }) => whole),
    ];
    if (here.join('\n') !== there.join('\n'))
      found.push({
        rule: 'same timeline',
        detail: `${names} in ${channel.name}: ${firstDifference(here, there)}`,
      });
    if (channel.readers.join() !== same.readers.join())
      found.push({ rule: 'no divergence: readers', detail: `${names} in ${channel.name}` });
  }
  return found;
};

/** What somebody was told is written, and is shown by one who may read it. */
export const breachesOfMemory = (town: Town, view: View): Breach[] => {
  const found: Breach[] = [];
  for (const sent of town.sent) {
    const author = town.accounts.get(sent.person) ?? '';
    // What somebody who was removed wrote counts as far as the removal says.
    if (!sent.acknowledged || town.removed.has(author) || town.deleted.has(sent.id ?? '')) continue;
    const channel = view.channels.get(sent.channel);
    if (channel === undefined || !channel.readers.includes(author)) continue;
    if (!channel.messages.some(({ id }) => id === sent.id))
      found.push({ rule: 'no acknowledged message lost', detail: `${view.node.name} lacks "${sent.text}"` });
  }
  return found;
};

export const breachesOfHonesty = (view: View): Breach[] => {
  const found: Breach[] = [];
  const { name } = view.node;
  if (view.unreadable > 0)
    found.push({ rule: 'nothing unreadable for an entitled one', detail: `${name}: ${view.unreadable}` });
  if (view.missing > 0) found.push({ rule: 'no body missing', detail: `${name}: ${view.missing}` });
  if (view.pending > 0) found.push({ rule: 'nothing pending', detail: `${name}: ${view.pending}` });
  return found;
};
