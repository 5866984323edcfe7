/** Whose words count where, by the rules alone [G4] [K6]: the part of the reference model that judges logs in channels. */
import type { LogRef } from '../src/index.ts';
import { forkIn, nameOf } from './governance-fork-model.ts';
import { SCOPED } from './governance-permission.ts';
import { type Item, knows, viewOf } from './governance-view.ts';

/** Whether, by the accepted acts, an entry at that place of a log outside of governance counts [G4] [K6]. */
export const countsAt = (
  accepted: readonly Item[],
  ends: ReadonlyMap<string, number>,
  log: LogRef,
  sequence: number,
): boolean => {
  if (sequence >= (ends.get(nameOf(log)) ?? Infinity)) return false;
  const view = viewOf(accepted);
  const [membership, seen] = [log.generation & 0x3ff, log.generation >> 10];
  const admits = accepted.filter(
    (item) =>
      item.certificate?.device === log.device &&
      ['genesis', 'member.admit', 'member.add'].includes(item.act.type) &&
      view.generation(item) === membership,
  );
  const account = admits[0]?.certificate?.account;
  if (account === undefined) return false;
  const listedIn = ({ act }: Item): number =>
    Math.max(
      0,
      ...(('cutoffs' in act ? act.cutoffs : undefined) ?? [])
        .filter(
          (cutoff) =>
            cutoff.log.device === log.device &&
            cutoff.log.channel === log.channel &&
            cutoff.log.generation === log.generation,
        )
        .map((cutoff) => cutoff.sequence),
    );
  const firstOf = (items: readonly Item[]): Item[] =>
    items.filter((item) => !items.some((other) => knows(item, other)));
  const isWithin = (items: readonly Item[]): boolean =>
    firstOf(items).every((item) => sequence <= listedIn(item));
  const removals = view
    .removals(account, log.device)
    .filter((removal) => admits.some((admit) => knows(removal, admit)));
  if (!isWithin(removals)) return false;
  if (sequence > (forkIn(accepted, log)?.named?.sequence ?? Infinity)) return false;
  const isOfAccount = ({ act }: Item): boolean => 'account' in act && act.account === account;
  const isHere = ({ act }: Item): boolean => 'channel' in act && act.channel === log.channel;
  if (SCOPED.includes(view.arrivedAs(admits[0] as Item))) {
    const isPromoted = view
      .of('role.grant')
      .some((item) => isOfAccount(item) && knows(item, admits[0] as Item));
    const first = admits.some((admit) => view.invitedTo(admit).includes(log.channel));
    const later = view
      .of('channel.admit')
      .some(
        (item) =>
          isOfAccount(item) &&
          isHere(item) &&
          admits.some((admit) => knows(item, admit)) &&
          !firstOf(removals).some((removal) => knows(item, removal)),
      );
    if (!isPromoted && !first && !later) return false;
  }
  const silences = [
    ...view.of('channel.dismiss').filter((item) => isOfAccount(item) && isHere(item)),
    ...view
      .of('member.mute')
      .filter((item) => isOfAccount(item) && (isHere(item) || !('channel' in item.act))),
  ];
  if (seen > silences.length) return false;
  const isLifted = (silence: Item): boolean =>
    view
      .of(silence.act.type === 'channel.dismiss' ? 'channel.admit' : 'member.unmute')
      .some(
        (item) =>
          isOfAccount(item) &&
          knows(item, silence) &&
          ('channel' in item.act ? item.act.channel : '') ===
            ('channel' in silence.act ? silence.act.channel : ''),
      );
  const isBehind = (silence: Item): boolean =>
    silences.filter((other) => knows(silence, other)).length < seen;
  return (
    silences.every((silence) => !isBehind(silence) || isLifted(silence)) &&
    isWithin(silences.filter((silence) => !isBehind(silence)))
  );
};
